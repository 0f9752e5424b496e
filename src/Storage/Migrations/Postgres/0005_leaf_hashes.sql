-- The hash of an entry stands beside it, in place of a node of level 0: a row less for each entry. Entries of before have theirs among
-- the nodes.
ALTER TABLE exchange.log_entries ADD COLUMN hash bytea CHECK (length(hash) = 32);
