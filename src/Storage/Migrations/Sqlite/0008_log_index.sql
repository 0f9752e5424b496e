-- By which entries of the log are found. None of it is in a leaf: what identifies can be removed, and every proof still holds.

-- What many entries have in common, as words of the covenant. Few rows, each written once.
CREATE TABLE log_shapes (
  partnership TEXT    NOT NULL,
  shape       INTEGER NOT NULL,
  first       INTEGER NOT NULL,
  content     BLOB    NOT NULL,
  PRIMARY KEY (partnership, shape)
) STRICT, WITHOUT ROWID;

CREATE INDEX log_shapes_by_first ON log_shapes (partnership, first);

-- A row for each entry; time is in microseconds since 1970.
CREATE TABLE log_index (
  partnership TEXT    NOT NULL,
  entry       INTEGER NOT NULL,
  time        INTEGER NOT NULL,
  shape       INTEGER NOT NULL,
  PRIMARY KEY (partnership, entry)
) STRICT, WITHOUT ROWID;

CREATE INDEX log_index_by_shape ON log_index (partnership, shape, entry);

-- Entries stand nearly in the order of time: one of 64 is enough to find where a period begins.
CREATE INDEX log_index_by_time ON log_index (partnership, time, entry) WHERE entry % 64 = 0;

-- Who called and which case it is about, each as a keyed hash.
CREATE TABLE log_marks (
  partnership TEXT    NOT NULL,
  mark        INTEGER NOT NULL,
  entry       INTEGER NOT NULL,
  PRIMARY KEY (partnership, mark, entry)
) STRICT, WITHOUT ROWID;

-- The cases of a subject, both as keyed hashes.
CREATE TABLE log_subjects (
  partnership TEXT    NOT NULL,
  subject     INTEGER NOT NULL,
  mark        INTEGER NOT NULL,
  PRIMARY KEY (partnership, subject, mark)
) STRICT, WITHOUT ROWID;

CREATE INDEX log_subjects_by_mark ON log_subjects (partnership, mark);
