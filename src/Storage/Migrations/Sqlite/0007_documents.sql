-- Documents that sources attached to sections. What they say is in documents.db.
CREATE TABLE documents (
  partnership TEXT    NOT NULL,
  document    TEXT    NOT NULL CHECK (document <> ''),
  case_id     TEXT    NOT NULL,
  section     TEXT    NOT NULL,
  place       INTEGER NOT NULL CHECK (place BETWEEN 1 AND 32),
  size        INTEGER NOT NULL CHECK (size BETWEEN 1 AND 104857600),
  description BLOB    NOT NULL, -- name, media type and digest, under the case's key
  PRIMARY KEY (partnership, document),
  UNIQUE (partnership, case_id, section, place),
  FOREIGN KEY (partnership, case_id) REFERENCES cases
) STRICT;
