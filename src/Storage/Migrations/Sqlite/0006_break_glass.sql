-- Who broke the glass on which case, and until when. The last time counts; that and why it happened is on the log.
CREATE TABLE broken_glass (
  partnership TEXT    NOT NULL,
  case_id     TEXT    NOT NULL,
  partner     TEXT    NOT NULL,
  actor       TEXT    NOT NULL,
  role        TEXT    NOT NULL CHECK (role <> ''),
  purpose     TEXT    NOT NULL CHECK (purpose <> ''),
  broken_at   INTEGER NOT NULL,
  until       INTEGER NOT NULL CHECK (until > broken_at AND until - broken_at <= 36000000000), -- an hour at most
  PRIMARY KEY (partnership, case_id, partner, actor, role, purpose),
  FOREIGN KEY (partnership, case_id) REFERENCES cases
) STRICT, WITHOUT ROWID;

-- What the privacy coordinators of a controller are told. No row without the entry that it was written with.
CREATE TABLE notifications (
  partnership    TEXT    NOT NULL,
  controller     TEXT    NOT NULL CHECK (controller <> ''),
  entry          INTEGER NOT NULL,
  kind           INTEGER NOT NULL CHECK (kind = 1), -- 1: break-glass
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

CREATE TRIGGER notifications_stay BEFORE UPDATE ON notifications BEGIN SELECT RAISE(ABORT, 'notifications are never changed'); END;
