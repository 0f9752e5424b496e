-- What partners signed, each with what it is evidence of. It goes when its case goes, and until then stays as it came.
CREATE TABLE evidence (
  partnership TEXT    NOT NULL,
  kind        TEXT    NOT NULL CHECK (kind <> ''), -- of what: section
  id          TEXT    NOT NULL CHECK (id <> ''),
  version     INTEGER NOT NULL CHECK (version >= 1),
  case_id     TEXT    NOT NULL,
  jws         BLOB    NOT NULL, -- request and signature, under the case's key
  public_key  BLOB    NOT NULL, -- SubjectPublicKeyInfo
  PRIMARY KEY (partnership, kind, id, version),
  FOREIGN KEY (partnership, case_id) REFERENCES cases
) STRICT;

CREATE TRIGGER evidence_stays BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
