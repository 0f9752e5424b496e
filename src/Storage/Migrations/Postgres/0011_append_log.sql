-- Adds a batch to a log, all of what nearly every batch adds, in one statement that a session plans once: its entries, the nodes over whole
-- tiles, the new head, what its entries are found by until their segment is whole, and the name by which the batch is found again.
-- Leaves and hashes come end to end, each as one value, which is taken apart row by row: an array of them would be copied several times over.
CREATE FUNCTION exchange.append_log(
  of_partnership text, first bigint, leaves bytea, starts integer[], lengths integer[], hashes bytea,
  node_levels integer[], node_places bigint[], node_hashes bytea[],
  new_size bigint, new_peaks bytea, found_from bigint, found_by bytea, name uuid)
RETURNS void
LANGUAGE plpgsql VOLATILE AS
$$
BEGIN
  INSERT INTO exchange.log_entries (partnership, entry, leaf, hash)
  SELECT of_partnership, append_log.first + e.place - 1, substr(leaves, e.start, e.length), substr(hashes, 32 * e.place::integer - 31, 32)
  FROM unnest(starts, lengths) WITH ORDINALITY AS e (start, length, place);
  IF cardinality(node_levels) > 0 THEN
    INSERT INTO exchange.log_nodes (partnership, level, node, hash)
    SELECT of_partnership, n.level, n.node, n.hash FROM unnest(node_levels, node_places, node_hashes) AS n (level, node, hash);
  END IF;
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

-- Keyed hashes do not get smaller, and making lists of them smaller takes longer than all else that is done with them.
ALTER TABLE exchange.log_recent ALTER COLUMN entries SET STORAGE EXTERNAL;
ALTER TABLE exchange.log_segments ALTER COLUMN entries SET STORAGE EXTERNAL;
ALTER TABLE exchange.log_shape_postings ALTER COLUMN entries SET STORAGE EXTERNAL;
ALTER TABLE exchange.log_mark_postings ALTER COLUMN entries SET STORAGE EXTERNAL;

-- As before, without the epochs of cases: those are read when they are not known.
DROP FUNCTION exchange.lock_log(text, text[]);
CREATE FUNCTION exchange.lock_log(of_partnership text, OUT size bigint, OUT peaks bytea, OUT last bigint, OUT epoch bigint)
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
  PERFORM set_config('statement_timeout', '2s', true);
END
$$;

REVOKE EXECUTE ON FUNCTION exchange.lock_log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange.lock_log TO exchange_app;
