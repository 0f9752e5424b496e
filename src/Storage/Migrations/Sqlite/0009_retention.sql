-- Entries are kept as long as the covenant says. Whole tiles of 256 are removed from the beginning, with the nodes inside them; what stands
-- over a whole tile stays, so that the tree is provable from the minimum on.
CREATE TABLE log_minimums (
  partnership TEXT    NOT NULL PRIMARY KEY,
  minimum     INTEGER NOT NULL CHECK (minimum > 0 AND minimum % 256 = 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER log_minimums_grow BEFORE UPDATE ON log_minimums WHEN new.minimum <= old.minimum OR new.partnership <> old.partnership
BEGIN SELECT RAISE(ABORT, 'a minimum only grows'); END;
CREATE TRIGGER log_minimums_remain BEFORE DELETE ON log_minimums BEGIN SELECT RAISE(ABORT, 'a minimum is never removed'); END;

DROP TRIGGER log_entries_remain;
CREATE TRIGGER log_entries_remain BEFORE DELETE ON log_entries
WHEN NOT EXISTS (SELECT 1 FROM log_minimums m WHERE m.partnership = old.partnership AND old.entry < m.minimum)
BEGIN SELECT RAISE(ABORT, 'entries are never removed before their time'); END;

DROP TRIGGER log_nodes_remain;
CREATE TRIGGER log_nodes_remain BEFORE DELETE ON log_nodes
WHEN old.level >= 8 OR NOT EXISTS (SELECT 1 FROM log_minimums m WHERE m.partnership = old.partnership AND old.node < (m.minimum >> old.level))
BEGIN SELECT RAISE(ABORT, 'nodes are never removed before their time'); END;
