-- The hash of an entry stands beside it. Nodes inside a tile of 256 are made of these when they are asked for, and no longer kept.
ALTER TABLE exchange.log_entries NO FORCE ROW LEVEL SECURITY;
ALTER TABLE exchange.log_nodes NO FORCE ROW LEVEL SECURITY;
ALTER TABLE exchange.log_entries DISABLE TRIGGER log_entries_stay;
UPDATE exchange.log_entries AS e SET hash = n.hash
FROM exchange.log_nodes AS n WHERE n.partnership = e.partnership AND n.level = 0 AND n.node = e.entry AND e.hash IS NULL;
ALTER TABLE exchange.log_entries ENABLE TRIGGER log_entries_stay;
ALTER TABLE exchange.log_nodes DISABLE TRIGGER log_nodes_remain;
DELETE FROM exchange.log_nodes WHERE level < 8;
ALTER TABLE exchange.log_nodes ENABLE TRIGGER log_nodes_remain;
ALTER TABLE exchange.log_entries FORCE ROW LEVEL SECURITY;
ALTER TABLE exchange.log_nodes FORCE ROW LEVEL SECURITY;

DROP TRIGGER log_nodes_stay ON exchange.log_nodes;
DROP TRIGGER log_nodes_remain ON exchange.log_nodes;
DROP FUNCTION exchange.keep_node;
CREATE TRIGGER log_nodes_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON exchange.log_nodes
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('nodes are never changed or removed');

-- By which entries are found, in segments of 4096 entries: of a whole segment, each entry with its time and its shape, those of each shape,
-- and those of each mark. An entry takes 18 bytes of its list: its place in the segment (16 bits), time and shape (64 bits each).
CREATE TABLE exchange.log_segments (
  partnership exchange.name NOT NULL,
  segment     bigint NOT NULL CHECK (segment >= 0 AND segment % 4096 = 0),
  time        bigint NOT NULL,
  entries     bytea  NOT NULL,
  PRIMARY KEY (partnership, segment)
);

CREATE INDEX log_segments_by_time ON exchange.log_segments (partnership, time, segment);

CREATE TABLE exchange.log_shape_postings (
  partnership exchange.name NOT NULL,
  shape       bigint NOT NULL,
  segment     bigint NOT NULL CHECK (segment >= 0 AND segment % 4096 = 0),
  entries     bytea  NOT NULL,
  PRIMARY KEY (partnership, shape, segment)
);

CREATE INDEX log_shape_postings_by_segment ON exchange.log_shape_postings (partnership, segment);

CREATE TABLE exchange.log_mark_postings (
  partnership exchange.name NOT NULL,
  mark        bigint NOT NULL,
  segment     bigint NOT NULL CHECK (segment >= 0 AND segment % 4096 = 0),
  entries     bytea  NOT NULL,
  PRIMARY KEY (partnership, mark, segment)
);

CREATE INDEX log_mark_postings_by_segment ON exchange.log_mark_postings (partnership, segment);

-- The entries behind the last whole segment, a row for each batch: of an entry its distance from the first (16 bits), time, shape, how many
-- marks (8 bits), marks.
CREATE TABLE exchange.log_recent (
  partnership exchange.name NOT NULL,
  first       bigint NOT NULL,
  entries     bytea  NOT NULL,
  PRIMARY KEY (partnership, first)
);

ALTER TABLE exchange.log_index NO FORCE ROW LEVEL SECURITY;
ALTER TABLE exchange.log_marks NO FORCE ROW LEVEL SECURITY;
ALTER TABLE exchange.log_heads NO FORCE ROW LEVEL SECURITY;

INSERT INTO exchange.log_segments (partnership, segment, time, entries)
SELECT i.partnership, i.entry / 4096 * 4096, min(i.time),
  string_agg(substring(int4send((i.entry % 4096)::integer) FROM 3) || int8send(i.time) || int8send(i.shape), ''::bytea ORDER BY i.entry)
FROM exchange.log_index AS i JOIN exchange.log_heads AS h USING (partnership) WHERE i.entry < h.size / 4096 * 4096 GROUP BY 1, 2;

INSERT INTO exchange.log_shape_postings (partnership, shape, segment, entries)
SELECT i.partnership, i.shape, i.entry / 4096 * 4096,
  string_agg(substring(int4send((i.entry % 4096)::integer) FROM 3) || int8send(i.time) || int8send(i.shape), ''::bytea ORDER BY i.entry)
FROM exchange.log_index AS i JOIN exchange.log_heads AS h USING (partnership) WHERE i.entry < h.size / 4096 * 4096 GROUP BY 1, 2, 3;

INSERT INTO exchange.log_mark_postings (partnership, mark, segment, entries)
SELECT m.partnership, m.mark, m.entry / 4096 * 4096,
  string_agg(substring(int4send((i.entry % 4096)::integer) FROM 3) || int8send(i.time) || int8send(i.shape), ''::bytea ORDER BY i.entry)
FROM exchange.log_marks AS m JOIN exchange.log_index AS i USING (partnership, entry) JOIN exchange.log_heads AS h USING (partnership)
WHERE m.entry < h.size / 4096 * 4096 GROUP BY 1, 2, 3;

INSERT INTO exchange.log_recent (partnership, first, entries)
SELECT partnership, segment, string_agg(entry, ''::bytea ORDER BY place)
FROM (
  SELECT i.partnership, h.size / 4096 * 4096 AS segment, i.entry AS place,
    substring(int4send((i.entry % 4096)::integer) FROM 3) || int8send(i.time) || int8send(i.shape)
      || substring(int4send(count(m.mark)::integer) FROM 4) || coalesce(string_agg(int8send(m.mark), ''::bytea), ''::bytea) AS entry
  FROM exchange.log_index AS i JOIN exchange.log_heads AS h USING (partnership) LEFT JOIN exchange.log_marks AS m USING (partnership, entry)
  WHERE i.entry >= h.size / 4096 * 4096 GROUP BY i.partnership, h.size, i.entry, i.time, i.shape
) AS tail GROUP BY partnership, segment;

ALTER TABLE exchange.log_heads FORCE ROW LEVEL SECURITY;
DROP TABLE exchange.log_marks;
DROP TABLE exchange.log_index;

DO
$$
DECLARE
  relation text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['log_segments', 'log_shape_postings', 'log_mark_postings', 'log_recent'] LOOP
    EXECUTE format('ALTER TABLE exchange.%I ENABLE ROW LEVEL SECURITY', relation);
    EXECUTE format('ALTER TABLE exchange.%I FORCE ROW LEVEL SECURITY', relation);
    EXECUTE format(
      'CREATE POLICY of_the_partnership ON exchange.%I USING (partnership = (SELECT current_setting(''exchange.partnership'', true)))', relation);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON exchange.%I TO exchange_app', relation);
  END LOOP;
END
$$;

-- As before, without the rows by which entries are found: those the application may remove itself.
CREATE OR REPLACE FUNCTION exchange.prune(whose exchange.name, first bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS
$$
BEGIN
  INSERT INTO exchange.log_minimums AS m (partnership, minimum) VALUES (whose, first)
  ON CONFLICT (partnership) DO UPDATE SET minimum = excluded.minimum WHERE m.minimum < excluded.minimum;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM exchange.notifications WHERE partnership = whose AND entry < first;
  DELETE FROM exchange.log_batches WHERE partnership = whose AND entry < first;
  DELETE FROM exchange.log_entries WHERE partnership = whose AND entry < first;
  RETURN true;
END
$$;
