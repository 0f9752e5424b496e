-- What many entries end with: the decisions about a page that is looked at again are kept once, and such an entry's row has what is before
-- them. A tail is named by the first 64 bits of its SHA-256.
CREATE TABLE log_tails (
  partnership TEXT    NOT NULL,
  tail        INTEGER NOT NULL,
  content     BLOB    NOT NULL,
  PRIMARY KEY (partnership, tail)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER log_tails_stay BEFORE UPDATE ON log_tails BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER log_tails_remain BEFORE DELETE ON log_tails BEGIN SELECT RAISE(ABORT, 'tails are never removed'); END;

ALTER TABLE log_entries ADD COLUMN tail INTEGER;
