-- The hash of an entry stands beside it. Nodes inside a tile of 256 are made of these when they are asked for, and no longer kept.
ALTER TABLE log_entries ADD COLUMN hash BLOB CHECK (length(hash) = 32);

DROP TRIGGER log_entries_stay;
UPDATE log_entries AS e SET hash = (SELECT hash FROM log_nodes n WHERE n.partnership = e.partnership AND n.level = 0 AND n.node = e.entry);
CREATE TRIGGER log_entries_stay BEFORE UPDATE ON log_entries BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;

DROP TRIGGER log_nodes_remain;
DELETE FROM log_nodes WHERE level < 8;
CREATE TRIGGER log_nodes_remain BEFORE DELETE ON log_nodes BEGIN SELECT RAISE(ABORT, 'nodes are never removed'); END;

-- By which entries are found, in segments of 4096 entries: of a whole segment, each entry with its time and its shape, those of each shape,
-- and those of each mark. An entry takes 18 bytes of its list: its place in the segment (16 bits), time and shape (64 bits each).
CREATE TABLE log_segments (
  partnership TEXT    NOT NULL,
  segment     INTEGER NOT NULL CHECK (segment >= 0 AND segment % 4096 = 0),
  time        INTEGER NOT NULL,
  entries     BLOB    NOT NULL,
  PRIMARY KEY (partnership, segment)
) STRICT;

CREATE INDEX log_segments_by_time ON log_segments (partnership, time, segment);

CREATE TABLE log_shape_postings (
  partnership TEXT    NOT NULL,
  shape       INTEGER NOT NULL,
  segment     INTEGER NOT NULL CHECK (segment >= 0 AND segment % 4096 = 0),
  entries     BLOB    NOT NULL,
  PRIMARY KEY (partnership, shape, segment)
) STRICT, WITHOUT ROWID;

CREATE INDEX log_shape_postings_by_segment ON log_shape_postings (partnership, segment);

CREATE TABLE log_mark_postings (
  partnership TEXT    NOT NULL,
  mark        INTEGER NOT NULL,
  segment     INTEGER NOT NULL CHECK (segment >= 0 AND segment % 4096 = 0),
  entries     BLOB    NOT NULL,
  PRIMARY KEY (partnership, mark, segment)
) STRICT, WITHOUT ROWID;

CREATE INDEX log_mark_postings_by_segment ON log_mark_postings (partnership, segment);

-- The entries behind the last whole segment, a row for each batch: of an entry its distance from the first (16 bits), time, shape, how many
-- marks (8 bits), marks.
CREATE TABLE log_recent (
  partnership TEXT    NOT NULL,
  first       INTEGER NOT NULL,
  entries     BLOB    NOT NULL,
  PRIMARY KEY (partnership, first)
) STRICT;

INSERT INTO log_segments (partnership, segment, time, entries)
SELECT i.partnership, i.entry / 4096 * 4096, min(i.time),
  unhex(group_concat(printf('%04X%016X%016X', i.entry % 4096, i.time, i.shape), '' ORDER BY i.entry))
FROM log_index i JOIN log_heads h ON h.partnership = i.partnership WHERE i.entry < h.size / 4096 * 4096 GROUP BY 1, 2;

INSERT INTO log_shape_postings (partnership, shape, segment, entries)
SELECT i.partnership, i.shape, i.entry / 4096 * 4096,
  unhex(group_concat(printf('%04X%016X%016X', i.entry % 4096, i.time, i.shape), '' ORDER BY i.entry))
FROM log_index i JOIN log_heads h ON h.partnership = i.partnership WHERE i.entry < h.size / 4096 * 4096 GROUP BY 1, 2, 3;

INSERT INTO log_mark_postings (partnership, mark, segment, entries)
SELECT m.partnership, m.mark, m.entry / 4096 * 4096,
  unhex(group_concat(printf('%04X%016X%016X', i.entry % 4096, i.time, i.shape), '' ORDER BY i.entry))
FROM log_marks m JOIN log_index i ON i.partnership = m.partnership AND i.entry = m.entry
JOIN log_heads h ON h.partnership = m.partnership WHERE m.entry < h.size / 4096 * 4096 GROUP BY 1, 2, 3;

INSERT INTO log_recent (partnership, first, entries)
SELECT partnership, segment, unhex(group_concat(entry, '' ORDER BY place))
FROM (
  SELECT i.partnership, h.size / 4096 * 4096 AS segment, i.entry AS place,
    printf('%04X%016X%016X%02X', i.entry % 4096, i.time, i.shape, count(m.mark)) || coalesce(group_concat(CASE WHEN m.mark IS NOT NULL THEN printf('%016X', m.mark) END, ''), '') AS entry
  FROM log_index i JOIN log_heads h ON h.partnership = i.partnership
  LEFT JOIN log_marks m ON m.partnership = i.partnership AND m.entry = i.entry
  WHERE i.entry >= h.size / 4096 * 4096 GROUP BY i.partnership, i.entry
) GROUP BY partnership, segment;

DROP TABLE log_marks;
DROP TABLE log_index;
