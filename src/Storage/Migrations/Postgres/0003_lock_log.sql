-- Locks the head of a log, making one where there is none, and tells what whoever adds to it must know, all in one round trip. Each
-- statement sees what was committed before it, so those behind the lock see what was committed while this waited for it. From then on
-- a statement has less time: it waits for nobody, and keeps others waiting.
CREATE FUNCTION exchange.lock_log(
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
  SELECT array_agg(c.case_id), array_agg(c.epoch) INTO cases, epochs
  FROM exchange.cases AS c WHERE c.partnership = of_partnership AND c.case_id = ANY (of_cases);
  PERFORM set_config('statement_timeout', '2s', true);
END
$$;

REVOKE EXECUTE ON FUNCTION exchange.lock_log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange.lock_log TO exchange_app;
