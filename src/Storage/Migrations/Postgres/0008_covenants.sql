-- Every version of a covenant that was proposed, in the exact bytes that are signed; who signed it for what it replaces; and which were
-- activated. The last activation whose first day has come decides. How often one was activated is an epoch of its own: entries are
-- appended only under the covenant that they name.
ALTER TABLE exchange.partnerships ADD COLUMN covenant_epoch bigint NOT NULL DEFAULT 0;

CREATE TABLE exchange.covenant_versions (
  partnership exchange.name NOT NULL,
  digest      bytea  NOT NULL CHECK (length(digest) = 32),
  covenant    text   NOT NULL,
  version     text   NOT NULL,
  from_day    date   NOT NULL,
  until_day   date,
  signatories text[] NOT NULL, -- OINs
  proposed_at bigint NOT NULL,
  controller  exchange.name,   -- who proposed it; nobody for the operator's, which came first
  actor       exchange.name CHECK ((actor IS NULL) = (controller IS NULL)),
  text        bytea  NOT NULL CHECK (length(text) <= 1048576),
  PRIMARY KEY (partnership, digest)
);

CREATE TABLE exchange.covenant_signatures (
  partnership exchange.name NOT NULL,
  digest      bytea  NOT NULL,
  replaces    bytea  NOT NULL CHECK (length(replaces) = 32),
  oin         exchange.name NOT NULL,
  key         exchange.name NOT NULL,
  jws         text   NOT NULL CHECK (length(jws) <= 1024),
  public_key  bytea  NOT NULL,
  signed_at   bigint NOT NULL,
  PRIMARY KEY (partnership, digest, replaces, oin, key),
  FOREIGN KEY (partnership, digest) REFERENCES exchange.covenant_versions
);

CREATE TABLE exchange.covenant_activations (
  partnership exchange.name NOT NULL,
  number      bigint NOT NULL CHECK (number > 0),
  digest      bytea  NOT NULL CHECK (length(digest) = 32),
  replaces    bytea  CHECK (length(replaces) = 32), -- nothing for the first
  at          bigint NOT NULL,
  PRIMARY KEY (partnership, number),
  UNIQUE (partnership, digest)
);

CREATE TRIGGER covenant_versions_stay BEFORE UPDATE ON exchange.covenant_versions
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('what was proposed is never changed');
CREATE TRIGGER covenant_signatures_stay BEFORE UPDATE ON exchange.covenant_signatures
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('signatures are never changed');
CREATE TRIGGER covenant_activations_stay BEFORE UPDATE ON exchange.covenant_activations
  FOR EACH STATEMENT EXECUTE FUNCTION exchange.refuse('activations are never changed');

DO
$$
DECLARE
  relation text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['covenant_versions', 'covenant_signatures', 'covenant_activations'] LOOP
    EXECUTE format('ALTER TABLE exchange.%I ENABLE ROW LEVEL SECURITY', relation);
    EXECUTE format('ALTER TABLE exchange.%I FORCE ROW LEVEL SECURITY', relation);
    EXECUTE format(
      'CREATE POLICY of_the_partnership ON exchange.%I USING (partnership = (SELECT current_setting(''exchange.partnership'', true)))', relation);
    EXECUTE format('GRANT SELECT, INSERT ON exchange.%I TO exchange_app', relation);
  END LOOP;
END
$$;

-- As before, and under the name that no case has the epoch of the covenant.
CREATE OR REPLACE FUNCTION exchange.lock_log(
  of_partnership text, of_cases text[],
  OUT size bigint, OUT peaks bytea, OUT last bigint, OUT epoch bigint, OUT cases text[], OUT epochs bigint[])
LANGUAGE plpgsql VOLATILE AS
$$
BEGIN
  SELECT h.size, h.peaks INTO size, peaks FROM exchange.log_heads AS h WHERE h.partnership = of_partnership FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    INSERT INTO exchange.log_heads (partnership, size, peaks) VALUES (of_partnership, 0, '') ON CONFLICT DO NOTHING;
    SELECT h.size, h.peaks INTO size, peaks FROM exchange.log_heads AS h WHERE h.partnership = of_partnership FOR NO KEY UPDATE;
  END IF;
  SELECT coalesce(max(e.entry), -1) INTO last FROM exchange.log_entries AS e WHERE e.partnership = of_partnership;
  SELECT coalesce(max(p.epoch), 0) INTO epoch FROM exchange.partnerships AS p WHERE p.partnership = of_partnership;
  SELECT array_agg(k.name), array_agg(k.epoch) INTO cases, epochs
  FROM (
    SELECT c.case_id::text AS name, c.epoch FROM exchange.cases AS c WHERE c.partnership = of_partnership AND c.case_id = ANY (of_cases)
    UNION ALL
    SELECT '', p.covenant_epoch FROM exchange.partnerships AS p WHERE p.partnership = of_partnership AND '' = ANY (of_cases)
  ) AS k;
  PERFORM set_config('statement_timeout', '2s', true);
END
$$;
