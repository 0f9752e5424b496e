-- The partnership leads every key: nothing can be read or written without naming the tenant.
-- Moments are in units of 100 ns since 0001-01-01T00:00:00Z; days are yyyy-MM-dd, of Amsterdam.

CREATE TABLE partnerships (
  partnership      TEXT    NOT NULL PRIMARY KEY CHECK (partnership <> ''),
  epoch            INTEGER NOT NULL DEFAULT 0,
  last_sequence    INTEGER NOT NULL DEFAULT 0, -- of sections; never goes back, also when sections are destroyed
  covenant_digest  BLOB    CHECK (length(covenant_digest) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
  partnership TEXT    NOT NULL,
  case_id     TEXT    NOT NULL,
  subject     TEXT    NOT NULL,
  state       INTEGER NOT NULL CHECK (state BETWEEN 0 AND 6),
  opened_on   TEXT    NOT NULL,
  epoch       INTEGER NOT NULL CHECK (epoch >= 1),
  PRIMARY KEY (partnership, case_id)
) STRICT, WITHOUT ROWID;

-- A keyed hash of the BSN, so that a person is recognised without the number being here.
CREATE TABLE subject_index (
  partnership TEXT NOT NULL,
  blind_index BLOB NOT NULL CHECK (length(blind_index) = 32),
  subject     TEXT NOT NULL,
  PRIMARY KEY (partnership, blind_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE team (
  partnership TEXT    NOT NULL,
  case_id     TEXT    NOT NULL,
  partner     TEXT    NOT NULL,
  actor       TEXT    NOT NULL,
  relation    INTEGER NOT NULL CHECK (relation BETWEEN 1 AND 4),
  PRIMARY KEY (partnership, case_id, partner, actor),
  FOREIGN KEY (partnership, case_id) REFERENCES cases
) STRICT, WITHOUT ROWID;

CREATE TABLE sections (
  partnership   TEXT    NOT NULL,
  section       TEXT    NOT NULL,
  version       INTEGER NOT NULL CHECK (version >= 1),
  case_id       TEXT    NOT NULL,
  sequence      INTEGER NOT NULL,
  category      TEXT    NOT NULL,
  source        TEXT    NOT NULL,
  ground        TEXT    NOT NULL,
  handling      INTEGER NOT NULL CHECK (handling IN (0, 1, 3)),
  recipients    TEXT    NOT NULL, -- a JSON array of partners
  embargo_until INTEGER,
  secrecy       INTEGER NOT NULL CHECK (secrecy IN (0, 1)),
  date          TEXT,             -- yyyy, yyyy-MM or yyyy-MM-dd
  keep_until    TEXT    NOT NULL,
  content       BLOB    NOT NULL, -- under the case's key
  PRIMARY KEY (partnership, section, version),
  FOREIGN KEY (partnership, case_id) REFERENCES cases
) STRICT;

CREATE UNIQUE INDEX sections_of_case ON sections (partnership, case_id, sequence);

CREATE TABLE meetings (
  partnership TEXT    NOT NULL,
  meeting     TEXT    NOT NULL CHECK (meeting <> 'meldpunt'), -- the standing one is no row
  forum       TEXT    NOT NULL,
  opens_at    INTEGER NOT NULL,
  starts_at   INTEGER NOT NULL,
  ends_at     INTEGER NOT NULL,
  closed_at   INTEGER,
  PRIMARY KEY (partnership, meeting)
) STRICT, WITHOUT ROWID;

CREATE TABLE attendees (
  partnership TEXT    NOT NULL,
  meeting     TEXT    NOT NULL,
  place       INTEGER NOT NULL,
  partner     TEXT    NOT NULL,
  actor       TEXT    NOT NULL,
  PRIMARY KEY (partnership, meeting, place),
  UNIQUE (partnership, meeting, partner, actor),
  FOREIGN KEY (partnership, meeting) REFERENCES meetings
) STRICT, WITHOUT ROWID;

CREATE TABLE agenda (
  partnership TEXT    NOT NULL,
  meeting     TEXT    NOT NULL,
  place       INTEGER NOT NULL,
  case_id     TEXT    NOT NULL,
  alias       TEXT    NOT NULL CHECK (alias <> ''),
  PRIMARY KEY (partnership, meeting, place),
  UNIQUE (partnership, meeting, case_id),
  UNIQUE (partnership, meeting, alias),
  FOREIGN KEY (partnership, meeting) REFERENCES meetings,
  FOREIGN KEY (partnership, case_id) REFERENCES cases
) STRICT, WITHOUT ROWID;

CREATE TABLE answers (
  partnership    TEXT NOT NULL,
  partner        TEXT NOT NULL,
  key            TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 64),
  request_digest BLOB NOT NULL CHECK (length(request_digest) = 32),
  response       BLOB NOT NULL,
  PRIMARY KEY (partnership, partner, key)
) STRICT;

CREATE TABLE log_heads (
  partnership TEXT    NOT NULL PRIMARY KEY,
  size        INTEGER NOT NULL CHECK (size >= 1),
  peaks       BLOB    NOT NULL CHECK (length(peaks) % 32 = 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_entries (
  partnership TEXT    NOT NULL,
  entry       INTEGER NOT NULL CHECK (entry >= 0),
  leaf        BLOB    NOT NULL,
  PRIMARY KEY (partnership, entry)
) STRICT;

CREATE TABLE log_nodes (
  partnership TEXT    NOT NULL,
  level       INTEGER NOT NULL CHECK (level >= 0),
  node        INTEGER NOT NULL CHECK (node >= 0),
  hash        BLOB    NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (partnership, level, node)
) STRICT, WITHOUT ROWID;

-- What was logged stays as it was logged. Whoever wants to change it has to remove these first, and then still breaks the tree.
CREATE TRIGGER log_entries_stay BEFORE UPDATE ON log_entries BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER log_entries_remain BEFORE DELETE ON log_entries BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
CREATE TRIGGER log_nodes_stay BEFORE UPDATE ON log_nodes BEGIN SELECT RAISE(ABORT, 'nodes are never changed'); END;
CREATE TRIGGER log_nodes_remain BEFORE DELETE ON log_nodes BEGIN SELECT RAISE(ABORT, 'nodes are never removed'); END;
CREATE TRIGGER log_heads_grow BEFORE UPDATE ON log_heads WHEN new.size <= old.size OR new.partnership <> old.partnership
BEGIN SELECT RAISE(ABORT, 'a log only grows'); END;
CREATE TRIGGER log_heads_remain BEFORE DELETE ON log_heads BEGIN SELECT RAISE(ABORT, 'a log is never removed'); END;
