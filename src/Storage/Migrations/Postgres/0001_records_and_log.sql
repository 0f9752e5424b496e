-- The partnership leads every key, and row-level security shows and takes rows of one partnership only: the one that the transaction
-- names in exchange.partnership. A transaction that names none sees nothing. This holds for the owner of the tables as well.
-- Moments are in units of 100 ns since 0001-01-01T00:00:00Z; days are of Amsterdam. Names compare by their bytes, as in every store.

CREATE DOMAIN exchange.name AS text COLLATE "C";

CREATE TABLE exchange.partnerships (
  partnership     exchange.name NOT NULL PRIMARY KEY CHECK (partnership <> ''),
  epoch           bigint NOT NULL DEFAULT 0,
  last_sequence   bigint NOT NULL DEFAULT 0, -- of sections; never goes back, also when sections are destroyed
  last_request    bigint NOT NULL DEFAULT 0, -- never goes back either: who watches goes on behind the last that it saw
  covenant_digest bytea  CHECK (length(covenant_digest) = 32)
);

CREATE TABLE exchange.cases (
  partnership exchange.name NOT NULL,
  case_id     exchange.name NOT NULL,
  subject     exchange.name NOT NULL,
  state       integer NOT NULL CHECK (state BETWEEN 0 AND 6),
  opened_on   date    NOT NULL,
  epoch       bigint  NOT NULL CHECK (epoch >= 1),
  PRIMARY KEY (partnership, case_id)
);

-- A keyed hash of the BSN, so that a person is recognised without the number being here.
CREATE TABLE exchange.subject_index (
  partnership exchange.name NOT NULL,
  blind_index bytea NOT NULL CHECK (length(blind_index) = 32),
  subject     exchange.name NOT NULL,
  PRIMARY KEY (partnership, blind_index)
);

CREATE TABLE exchange.team (
  partnership exchange.name NOT NULL,
  case_id     exchange.name NOT NULL,
  partner     exchange.name NOT NULL,
  actor       exchange.name NOT NULL,
  relation    integer NOT NULL CHECK (relation BETWEEN 1 AND 4),
  PRIMARY KEY (partnership, case_id, partner, actor),
  FOREIGN KEY (partnership, case_id) REFERENCES exchange.cases
);

CREATE INDEX team_of_actor ON exchange.team (partnership, partner, actor, case_id);

-- One row per version, never changed. The version with which its source takes a section back holds nothing.
CREATE TABLE exchange.sections (
  partnership   exchange.name NOT NULL,
  section       exchange.name NOT NULL,
  version       integer NOT NULL CHECK (version >= 1),
  case_id       exchange.name NOT NULL,
  sequence      bigint  NOT NULL,
  category      exchange.name NOT NULL,
  source        exchange.name NOT NULL,
  ground        text    NOT NULL,
  handling      integer NOT NULL CHECK (handling IN (0, 1, 3)),
  recipients    text[]  NOT NULL, -- partners
  embargo_until bigint,
  secrecy       integer NOT NULL CHECK (secrecy IN (0, 1)),
  date          text,             -- yyyy, yyyy-MM or yyyy-MM-dd
  keep_until    date    NOT NULL,
  content       bytea   NOT NULL, -- under the case's key
  withdrawn     boolean NOT NULL DEFAULT false CHECK (withdrawn = (length(content) = 0)),
  PRIMARY KEY (partnership, section, version),
  FOREIGN KEY (partnership, case_id) REFERENCES exchange.cases
);

CREATE UNIQUE INDEX sections_of_case ON exchange.sections (partnership, case_id, sequence);

CREATE INDEX sections_of_source ON exchange.sections (partnership, source, sequence) WHERE version = 1;

CREATE TABLE exchange.meetings (
  partnership exchange.name NOT NULL,
  meeting     exchange.name NOT NULL CHECK (meeting <> 'meldpunt'), -- the standing one is no row
  forum       exchange.name NOT NULL,
  opens_at    bigint NOT NULL,
  starts_at   bigint NOT NULL,
  ends_at     bigint NOT NULL,
  closed_at   bigint,
  PRIMARY KEY (partnership, meeting)
);

CREATE TABLE exchange.attendees (
  partnership exchange.name NOT NULL,
  meeting     exchange.name NOT NULL,
  place       integer NOT NULL,
  partner     exchange.name NOT NULL,
  actor       exchange.name NOT NULL,
  PRIMARY KEY (partnership, meeting, place),
  UNIQUE (partnership, meeting, partner, actor),
  FOREIGN KEY (partnership, meeting) REFERENCES exchange.meetings
);

CREATE TABLE exchange.agenda (
  partnership exchange.name NOT NULL,
  meeting     exchange.name NOT NULL,
  place       integer NOT NULL,
  case_id     exchange.name NOT NULL,
  alias       exchange.name NOT NULL CHECK (alias <> ''),
  PRIMARY KEY (partnership, meeting, place),
  UNIQUE (partnership, meeting, case_id),
  UNIQUE (partnership, meeting, alias),
  FOREIGN KEY (partnership, meeting) REFERENCES exchange.meetings,
  FOREIGN KEY (partnership, case_id) REFERENCES exchange.cases
);

CREATE TABLE exchange.answers (
  partnership    exchange.name NOT NULL,
  partner        exchange.name NOT NULL,
  key            exchange.name NOT NULL CHECK (length(key) BETWEEN 1 AND 64),
  request_digest bytea NOT NULL CHECK (length(request_digest) = 32),
  response       bytea NOT NULL,
  PRIMARY KEY (partnership, partner, key)
);

-- What partners signed, each with what it is evidence of. It goes when its case goes, and until then stays as it came.
CREATE TABLE exchange.evidence (
  partnership exchange.name NOT NULL,
  kind        exchange.name NOT NULL CHECK (kind <> ''), -- of what: section
  id          exchange.name NOT NULL CHECK (id <> ''),
  version     integer NOT NULL CHECK (version >= 1),
  case_id     exchange.name NOT NULL,
  jws         bytea NOT NULL, -- request and signature, under the case's key
  public_key  bytea NOT NULL, -- SubjectPublicKeyInfo
  PRIMARY KEY (partnership, kind, id, version),
  FOREIGN KEY (partnership, case_id) REFERENCES exchange.cases
);

-- What recipients ask of the sources of sections, and what these answered. A recipient has one request for a section and purpose:
-- asking anew, when the answer has run out, takes the place of the one before.
CREATE TABLE exchange.source_requests (
  partnership exchange.name NOT NULL,
  request     exchange.name NOT NULL CHECK (request <> ''),
  sequence    bigint NOT NULL,
  section     exchange.name NOT NULL,
  case_id     exchange.name NOT NULL,
  source      exchange.name NOT NULL,
  recipient   exchange.name NOT NULL,
  purpose     exchange.name NOT NULL,
  asked_at    bigint NOT NULL,
  state       integer NOT NULL CHECK (state IN (0, 1, 2)),
  until       bigint CHECK ((until IS NULL) = (state = 0)), -- until when the answer holds
  answers     integer NOT NULL CHECK (answers >= 0),
  PRIMARY KEY (partnership, request),
  UNIQUE (partnership, section, recipient, purpose),
  FOREIGN KEY (partnership, case_id) REFERENCES exchange.cases
);

CREATE INDEX requests_of_source ON exchange.source_requests (partnership, source, sequence);

CREATE INDEX requests_of_recipient ON exchange.source_requests (partnership, case_id, recipient);

-- Who broke the glass on which case, and until when. The last time counts; that and why it happened is on the log.
CREATE TABLE exchange.broken_glass (
  partnership exchange.name NOT NULL,
  case_id     exchange.name NOT NULL,
  partner     exchange.name NOT NULL,
  actor       exchange.name NOT NULL,
  role        exchange.name NOT NULL CHECK (role <> ''),
  purpose     exchange.name NOT NULL CHECK (purpose <> ''),
  broken_at   bigint NOT NULL,
  until       bigint NOT NULL CHECK (until > broken_at AND until - broken_at <= 36000000000), -- an hour at most
  PRIMARY KEY (partnership, case_id, partner, actor, role, purpose),
  FOREIGN KEY (partnership, case_id) REFERENCES exchange.cases
);

-- Documents that sources attached to sections, and what they say. A row of uploads stands for chunks that no entry tells of yet.
CREATE TABLE exchange.documents (
  partnership exchange.name NOT NULL,
  document    exchange.name NOT NULL CHECK (document <> ''),
  case_id     exchange.name NOT NULL,
  section     exchange.name NOT NULL,
  place       integer NOT NULL CHECK (place BETWEEN 1 AND 32),
  size        bigint  NOT NULL CHECK (size BETWEEN 1 AND 104857600),
  description bytea   NOT NULL, -- name, media type and digest, under the case's key
  PRIMARY KEY (partnership, document),
  UNIQUE (partnership, case_id, section, place),
  FOREIGN KEY (partnership, case_id) REFERENCES exchange.cases
);

CREATE TABLE exchange.chunks (
  partnership exchange.name NOT NULL CHECK (partnership <> ''),
  document    exchange.name NOT NULL CHECK (document <> ''),
  number      integer NOT NULL CHECK (number >= 0),
  content     bytea   NOT NULL CHECK (length(content) > 0),
  PRIMARY KEY (partnership, document, number)
);

CREATE TABLE exchange.uploads (
  partnership exchange.name NOT NULL,
  document    exchange.name NOT NULL,
  began_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (partnership, document)
);

-- The log. Whoever adds to it first locks its head.
CREATE TABLE exchange.log_heads (
  partnership exchange.name NOT NULL PRIMARY KEY CHECK (partnership <> ''),
  size        bigint NOT NULL CHECK (size >= 0), -- 0 only inside the transaction that adds the first entry
  peaks       bytea  NOT NULL CHECK (length(peaks) % 32 = 0)
) WITH (fillfactor = 20);

CREATE TABLE exchange.log_entries (
  partnership exchange.name NOT NULL,
  entry       bigint NOT NULL CHECK (entry >= 0),
  leaf        bytea  NOT NULL,
  PRIMARY KEY (partnership, entry)
);

CREATE TABLE exchange.log_nodes (
  partnership exchange.name NOT NULL,
  level       integer NOT NULL CHECK (level >= 0),
  node        bigint  NOT NULL CHECK (node >= 0),
  hash        bytea   NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (partnership, level, node)
);

-- The batch that begins at an entry, by a random name: whoever lost the connection during its commit looks here whether it counts.
CREATE TABLE exchange.log_batches (
  partnership exchange.name NOT NULL,
  entry       bigint NOT NULL,
  batch       uuid   NOT NULL,
  PRIMARY KEY (partnership, entry),
  FOREIGN KEY (partnership, entry) REFERENCES exchange.log_entries
);

-- What the privacy coordinators of a controller are told. No row without the entry that it was written with.
CREATE TABLE exchange.notifications (
  partnership    exchange.name NOT NULL,
  controller     exchange.name NOT NULL CHECK (controller <> ''),
  entry          bigint  NOT NULL,
  kind           integer NOT NULL CHECK (kind = 1), -- 1: break-glass
  at             bigint  NOT NULL,
  partner        text    NOT NULL,
  role           text    NOT NULL,
  purpose        text    NOT NULL,
  case_pseudonym text    NOT NULL,
  until          bigint  NOT NULL,
  reason_key     text    NOT NULL,
  reason         bytea   NOT NULL, -- under the controller's log key
  PRIMARY KEY (partnership, controller, entry),
  FOREIGN KEY (partnership, entry) REFERENCES exchange.log_entries DEFERRABLE INITIALLY DEFERRED
);

-- Ciphertexts do not get smaller: no time is lost on trying.
ALTER TABLE exchange.sections ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE exchange.chunks ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE exchange.evidence ALTER COLUMN jws SET STORAGE EXTERNAL;
ALTER TABLE exchange.log_entries ALTER COLUMN leaf SET STORAGE EXTERNAL;

-- What was logged stays as it was logged. Whoever wants to change it has to remove these first, and then still breaks the tree.
CREATE FUNCTION exchange.refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$;

CREATE TRIGGER log_entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON exchange.log_entries
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('entries are never changed or removed');
CREATE TRIGGER log_nodes_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON exchange.log_nodes
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('nodes are never changed or removed');
CREATE TRIGGER log_heads_remain BEFORE DELETE OR TRUNCATE ON exchange.log_heads
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('a log is never removed');
CREATE TRIGGER log_heads_grow BEFORE UPDATE ON exchange.log_heads
  FOR EACH ROW WHEN (new.size <= old.size OR new.partnership <> old.partnership)
  EXECUTE FUNCTION exchange.refuse('a log only grows');
CREATE TRIGGER log_batches_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON exchange.log_batches
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('batches are never changed or removed');
CREATE TRIGGER evidence_stays BEFORE UPDATE ON exchange.evidence
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('evidence is never changed');
CREATE TRIGGER notifications_stay BEFORE UPDATE ON exchange.notifications
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('notifications are never changed');

-- Who may do what: the application no more than it needs, and in one partnership at a time.
DO
$$
DECLARE
  allowed CONSTANT text[] := ARRAY[
    'partnerships:SELECT, INSERT, UPDATE', 'cases:SELECT, INSERT, UPDATE', 'subject_index:SELECT, INSERT', 'team:SELECT, INSERT, DELETE',
    'sections:SELECT, INSERT', 'meetings:SELECT, INSERT, UPDATE (closed_at)', 'attendees:SELECT, INSERT', 'agenda:SELECT, INSERT',
    'answers:SELECT, INSERT', 'evidence:SELECT, INSERT', 'source_requests:SELECT, INSERT, UPDATE, DELETE',
    'broken_glass:SELECT, INSERT, UPDATE', 'documents:SELECT, INSERT', 'chunks:SELECT, INSERT, DELETE', 'uploads:SELECT, INSERT, DELETE',
    'log_heads:SELECT, INSERT, UPDATE', 'log_entries:SELECT, INSERT', 'log_nodes:SELECT, INSERT',
    'log_batches:SELECT, INSERT', 'notifications:SELECT, INSERT'];
  item text;
  relation text;
BEGIN
  FOREACH item IN ARRAY allowed LOOP
    relation := split_part(item, ':', 1);
    EXECUTE format('ALTER TABLE exchange.%I ENABLE ROW LEVEL SECURITY', relation);
    EXECUTE format('ALTER TABLE exchange.%I FORCE ROW LEVEL SECURITY', relation);
    EXECUTE format(
      'CREATE POLICY of_the_partnership ON exchange.%I USING (partnership = (SELECT current_setting(''exchange.partnership'', true)))', relation);
    EXECUTE format('GRANT %s ON exchange.%I TO exchange_app', split_part(item, ':', 2), relation);
  END LOOP;
END
$$;
