-- The version with which its source takes a section back: it holds nothing, and what came before it is shown to nobody.
ALTER TABLE sections ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn = (length(content) = 0));
