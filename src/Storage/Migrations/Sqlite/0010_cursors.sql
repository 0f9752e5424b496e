-- How far those have come who follow a log.
CREATE TABLE log_cursors (
  partnership TEXT    NOT NULL,
  follower    TEXT    NOT NULL CHECK (follower <> ''),
  next        INTEGER NOT NULL CHECK (next > 0),
  PRIMARY KEY (partnership, follower)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER log_cursors_move_on BEFORE UPDATE ON log_cursors WHEN new.next <= old.next
BEGIN SELECT RAISE(ABORT, 'who follows a log moves on'); END;
