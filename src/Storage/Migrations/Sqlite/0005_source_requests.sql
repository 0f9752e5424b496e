-- What recipients ask of the sources of sections, and what these answered. A recipient has one request for a section and purpose:
-- asking anew, when the answer has run out, takes the place of the one before.
CREATE TABLE source_requests (
  partnership TEXT    NOT NULL,
  request     TEXT    NOT NULL CHECK (request <> ''),
  sequence    INTEGER NOT NULL,
  section     TEXT    NOT NULL,
  case_id     TEXT    NOT NULL,
  source      TEXT    NOT NULL,
  recipient   TEXT    NOT NULL,
  purpose     TEXT    NOT NULL,
  asked_at    INTEGER NOT NULL,
  state       INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
  until       INTEGER CHECK ((until IS NULL) = (state = 0)), -- until when the answer holds
  answers     INTEGER NOT NULL CHECK (answers >= 0),
  PRIMARY KEY (partnership, request),
  UNIQUE (partnership, section, recipient, purpose),
  FOREIGN KEY (partnership, case_id) REFERENCES cases
) STRICT;

CREATE INDEX requests_of_source ON source_requests (partnership, source, sequence);

CREATE INDEX requests_of_recipient ON source_requests (partnership, case_id, recipient);

-- Never goes back, also when requests go: who watches goes on behind the last that it saw.
ALTER TABLE partnerships ADD COLUMN last_request INTEGER NOT NULL DEFAULT 0;
