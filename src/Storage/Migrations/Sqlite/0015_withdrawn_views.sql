-- Somebody recognised a person: the views below full of a case are withdrawn from a meeting.
ALTER TABLE agenda ADD COLUMN withdrawn_at INTEGER;

-- Privacy coordinators are told of it.
CREATE TABLE notifications_of_more_kinds (
  partnership    TEXT    NOT NULL,
  controller     TEXT    NOT NULL CHECK (controller <> ''),
  entry          INTEGER NOT NULL,
  kind           INTEGER NOT NULL CHECK (kind IN (1, 2, 3)), -- 1: break-glass, 2: the release gate, 3: recognition
  at             INTEGER NOT NULL,
  partner        TEXT    NOT NULL,
  role           TEXT    NOT NULL,
  purpose        TEXT    NOT NULL,
  case_pseudonym TEXT    NOT NULL,
  until          INTEGER NOT NULL,
  reason_key     TEXT    NOT NULL,
  reason         BLOB    NOT NULL, -- under the controller's log key
  PRIMARY KEY (partnership, controller, entry),
  FOREIGN KEY (partnership, entry) REFERENCES log_entries DEFERRABLE INITIALLY DEFERRED
) STRICT;

INSERT INTO notifications_of_more_kinds SELECT * FROM notifications;
DROP TABLE notifications;
ALTER TABLE notifications_of_more_kinds RENAME TO notifications;

CREATE INDEX notifications_by_entry ON notifications (partnership, entry);
CREATE TRIGGER notifications_stay BEFORE UPDATE ON notifications BEGIN SELECT RAISE(ABORT, 'notifications are never changed'); END;
