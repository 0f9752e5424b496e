-- Adds a batch to a log, all of what nearly every batch adds, in one statement that a session plans once: its entries, the new head, what its
-- entries are found by until their segment is whole, and the name by which the batch is found again.
CREATE FUNCTION exchange.append_log(
  of_partnership text, first bigint, leaves bytea[], hashes bytea[], new_size bigint, new_peaks bytea, found_from bigint, found_by bytea,
  name uuid)
RETURNS void
LANGUAGE plpgsql VOLATILE AS
$$
BEGIN
  INSERT INTO exchange.log_entries (partnership, entry, leaf, hash)
  SELECT of_partnership, first + e.place - 1, e.leaf, e.hash FROM unnest(leaves, hashes) WITH ORDINALITY AS e (leaf, hash, place);
  UPDATE exchange.log_heads SET size = new_size, peaks = new_peaks WHERE partnership = of_partnership;
  IF found_by IS NOT NULL THEN
    INSERT INTO exchange.log_recent (partnership, first, entries) VALUES (of_partnership, found_from, found_by);
  END IF;
  INSERT INTO exchange.log_batches (partnership, entry, batch) VALUES (of_partnership, append_log.first, name);
END
$$;

REVOKE EXECUTE ON FUNCTION exchange.append_log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange.append_log TO exchange_app;

-- A batch is written with its first entry, by the statement above; looking that up again would lock a row of the log in every batch.
ALTER TABLE exchange.log_batches DROP CONSTRAINT log_batches_partnership_entry_fkey;
