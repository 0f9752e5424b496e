-- Every version of a covenant that was proposed, in the exact bytes that are signed; who signed it for what it replaces; and which were
-- activated. The last activation whose first day has come decides. How often one was activated is an epoch of its own: entries are
-- appended only under the covenant that they name.
ALTER TABLE partnerships ADD COLUMN covenant_epoch INTEGER NOT NULL DEFAULT 0;

CREATE TABLE covenant_versions (
  partnership TEXT    NOT NULL,
  digest      BLOB    NOT NULL CHECK (length(digest) = 32),
  covenant    TEXT    NOT NULL,
  version     TEXT    NOT NULL,
  from_day    TEXT    NOT NULL,
  until_day   TEXT,
  signatories TEXT    NOT NULL, -- OINs, a space between
  proposed_at INTEGER NOT NULL,
  controller  TEXT,             -- who proposed it; nobody for the operator's, which came first
  actor       TEXT    CHECK ((actor IS NULL) = (controller IS NULL)),
  text        BLOB    NOT NULL CHECK (length(text) <= 1048576),
  PRIMARY KEY (partnership, digest)
) STRICT;

CREATE TABLE covenant_signatures (
  partnership TEXT    NOT NULL,
  digest      BLOB    NOT NULL,
  replaces    BLOB    NOT NULL CHECK (length(replaces) = 32),
  oin         TEXT    NOT NULL,
  key         TEXT    NOT NULL,
  jws         TEXT    NOT NULL CHECK (length(jws) <= 1024),
  public_key  BLOB    NOT NULL,
  signed_at   INTEGER NOT NULL,
  PRIMARY KEY (partnership, digest, replaces, oin, key),
  FOREIGN KEY (partnership, digest) REFERENCES covenant_versions
) STRICT;

CREATE TABLE covenant_activations (
  partnership TEXT    NOT NULL,
  number      INTEGER NOT NULL CHECK (number > 0),
  digest      BLOB    NOT NULL CHECK (length(digest) = 32),
  replaces    BLOB    CHECK (length(replaces) = 32), -- nothing for the first
  at          INTEGER NOT NULL,
  PRIMARY KEY (partnership, number),
  UNIQUE (partnership, digest)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER covenant_versions_stay BEFORE UPDATE ON covenant_versions
BEGIN SELECT RAISE(ABORT, 'what was proposed is never changed'); END;
CREATE TRIGGER covenant_signatures_stay BEFORE UPDATE ON covenant_signatures
BEGIN SELECT RAISE(ABORT, 'signatures are never changed'); END;
CREATE TRIGGER covenant_activations_stay BEFORE UPDATE ON covenant_activations
BEGIN SELECT RAISE(ABORT, 'activations are never changed'); END;
