-- Entries are kept as long as the covenant says. Whole tiles of 256 are removed from the beginning, with the nodes inside them; what stands
-- over a whole tile stays, so that the tree is provable from the minimum on.
CREATE TABLE exchange.log_minimums (
  partnership exchange.name NOT NULL PRIMARY KEY,
  minimum     bigint NOT NULL CHECK (minimum > 0 AND minimum % 256 = 0)
);

CREATE TRIGGER log_minimums_remain BEFORE DELETE OR TRUNCATE ON exchange.log_minimums
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('a minimum is never removed');
CREATE TRIGGER log_minimums_grow BEFORE UPDATE ON exchange.log_minimums
  FOR EACH ROW WHEN (new.minimum <= old.minimum OR new.partnership <> old.partnership)
  EXECUTE FUNCTION exchange.refuse('a minimum only grows');

CREATE FUNCTION exchange.keep_entry() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM exchange.log_minimums m WHERE m.partnership = old.partnership AND old.entry < m.minimum) THEN
    RAISE EXCEPTION 'entries are never removed before their time' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN old;
END
$$;

CREATE FUNCTION exchange.keep_node() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
  IF old.level >= 8
    OR NOT EXISTS (SELECT 1 FROM exchange.log_minimums m WHERE m.partnership = old.partnership AND old.node < (m.minimum >> old.level)) THEN
    RAISE EXCEPTION 'nodes are never removed before their time' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN old;
END
$$;

DROP TRIGGER log_entries_stay ON exchange.log_entries;
CREATE TRIGGER log_entries_stay BEFORE UPDATE OR TRUNCATE ON exchange.log_entries
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('entries are never changed');
CREATE TRIGGER log_entries_remain BEFORE DELETE ON exchange.log_entries FOR EACH ROW EXECUTE FUNCTION exchange.keep_entry();

DROP TRIGGER log_nodes_stay ON exchange.log_nodes;
CREATE TRIGGER log_nodes_stay BEFORE UPDATE OR TRUNCATE ON exchange.log_nodes
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('nodes are never changed');
CREATE TRIGGER log_nodes_remain BEFORE DELETE ON exchange.log_nodes FOR EACH ROW EXECUTE FUNCTION exchange.keep_node();

DROP TRIGGER log_batches_stay ON exchange.log_batches;
CREATE TRIGGER log_batches_stay BEFORE UPDATE OR TRUNCATE ON exchange.log_batches
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('batches are never changed');
CREATE TRIGGER log_batches_remain BEFORE DELETE ON exchange.log_batches FOR EACH ROW EXECUTE FUNCTION exchange.keep_entry();

ALTER TABLE exchange.log_minimums ENABLE ROW LEVEL SECURITY;
ALTER TABLE exchange.log_minimums FORCE ROW LEVEL SECURITY;
CREATE POLICY of_the_partnership ON exchange.log_minimums USING (partnership = (SELECT current_setting('exchange.partnership', true)));

-- The only way to remove them, and only from the beginning: the application's role may delete none of these rows itself. False when as much
-- was removed before.
CREATE FUNCTION exchange.prune(whose exchange.name, first bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS
$$
BEGIN
  INSERT INTO exchange.log_minimums AS m (partnership, minimum) VALUES (whose, first)
  ON CONFLICT (partnership) DO UPDATE SET minimum = excluded.minimum WHERE m.minimum < excluded.minimum;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM exchange.notifications WHERE partnership = whose AND entry < first;
  DELETE FROM exchange.log_marks WHERE partnership = whose AND entry < first;
  DELETE FROM exchange.log_index WHERE partnership = whose AND entry < first;
  DELETE FROM exchange.log_batches WHERE partnership = whose AND entry < first;
  DELETE FROM exchange.log_entries WHERE partnership = whose AND entry < first;
  DELETE FROM exchange.log_nodes WHERE partnership = whose AND level < 8 AND node < (first >> level);
  RETURN true;
END
$$;

REVOKE ALL ON FUNCTION exchange.prune FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange.prune TO exchange_app;
GRANT SELECT ON exchange.log_minimums TO exchange_app;
