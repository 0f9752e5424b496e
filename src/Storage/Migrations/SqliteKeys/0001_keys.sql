-- Wrapped keys only: without the Data Protection key ring they open nothing.

CREATE TABLE keys (
  partnership TEXT    NOT NULL CHECK (partnership <> ''),
  kind        INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 255),
  scope       TEXT    NOT NULL,
  id          TEXT    NOT NULL CHECK (id <> ''),
  wrapped     BLOB    NOT NULL CHECK (length(wrapped) > 0),
  PRIMARY KEY (partnership, kind, scope),
  UNIQUE (partnership, id)
) STRICT;
