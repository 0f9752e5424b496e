-- What documents say, under the keys of their cases. What they are called and whose they are is with the records.
CREATE TABLE chunks (
  partnership TEXT    NOT NULL CHECK (partnership <> ''),
  document    TEXT    NOT NULL CHECK (document <> ''),
  number      INTEGER NOT NULL CHECK (number >= 0),
  content     BLOB    NOT NULL CHECK (length(content) > 0),
  PRIMARY KEY (partnership, document, number)
) STRICT;
