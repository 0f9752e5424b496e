-- Adds a batch in a transaction of its own, when the log's head is still the one that the gateway left: one statement, and one round trip, where
-- nobody else adds meanwhile. It waits for nobody: who finds the head moved or locked, or commits that would not be durable, gets false, and
-- begins again with the lock. Everything is set for the transaction only.
CREATE FUNCTION exchange.append_log_alone(
  of_partnership text, first bigint, leaves bytea, starts integer[], lengths integer[], hashes bytea,
  node_levels integer[], node_places bigint[], node_hashes bytea[],
  new_size bigint, new_peaks bytea, found_from bigint, found_by bytea, name uuid, peaks_before bytea)
RETURNS boolean
LANGUAGE plpgsql VOLATILE AS
$$
DECLARE
  behind bigint;
BEGIN
  PERFORM set_config('exchange.partnership', of_partnership, true), set_config('client_min_messages', 'warning', true),
    set_config('lock_timeout', '3s', true), set_config('plan_cache_mode', 'force_generic_plan', true);
  IF current_setting('fsync') <> 'on' OR current_setting('full_page_writes') <> 'on'
    OR current_setting('synchronous_commit') NOT IN ('on', 'remote_apply') OR current_setting('data_sync_retry') <> 'off' THEN
    RETURN false;
  END IF;
  PERFORM FROM exchange.log_heads AS h
    WHERE h.partnership = of_partnership AND h.size = append_log_alone.first AND h.peaks = peaks_before FOR NO KEY UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT coalesce(max(e.entry), -1) + 1 INTO behind FROM exchange.log_entries AS e WHERE e.partnership = of_partnership;
  IF behind <> append_log_alone.first THEN
    RETURN false;
  END IF;
  PERFORM exchange.append_log(
    of_partnership, append_log_alone.first, leaves, starts, lengths, hashes, node_levels, node_places, node_hashes,
    new_size, new_peaks, found_from, found_by, name);
  RETURN true;
END
$$;

REVOKE EXECUTE ON FUNCTION exchange.append_log_alone FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange.append_log_alone TO exchange_app;
