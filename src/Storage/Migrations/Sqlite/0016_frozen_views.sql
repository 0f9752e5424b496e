-- What of a case is seen anonymised in a meeting: made at the first look, and then only added to. It goes with the agenda of its meeting.
CREATE TABLE frozen_views (
  partnership TEXT    NOT NULL,
  meeting     TEXT    NOT NULL,
  case_id     TEXT    NOT NULL,
  number      INTEGER NOT NULL CHECK (number >= 1), -- how often something was added
  content     BLOB    NOT NULL, -- under the case's key
  PRIMARY KEY (partnership, meeting, case_id),
  FOREIGN KEY (partnership, meeting, case_id) REFERENCES agenda (partnership, meeting, case_id) ON DELETE CASCADE
) STRICT;

CREATE TRIGGER frozen_views_follow BEFORE UPDATE ON frozen_views
WHEN new.number <> old.number + 1 OR new.partnership <> old.partnership OR new.meeting <> old.meeting OR new.case_id <> old.case_id
BEGIN SELECT RAISE(ABORT, 'what is kept of a view follows the last'); END;
