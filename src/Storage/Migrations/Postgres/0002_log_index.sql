-- By which entries of the log are found. None of it is in a leaf: what identifies can be removed, and every proof still holds.

-- What many entries have in common, as words of the covenant. Few rows, each written once.
CREATE TABLE exchange.log_shapes (
  partnership exchange.name NOT NULL,
  shape       bigint NOT NULL,
  first       bigint NOT NULL,
  content     bytea  NOT NULL,
  PRIMARY KEY (partnership, shape)
);

CREATE INDEX log_shapes_by_first ON exchange.log_shapes (partnership, first);

-- A row for each entry; time is in microseconds since 1970.
CREATE TABLE exchange.log_index (
  partnership exchange.name NOT NULL,
  entry       bigint NOT NULL,
  time        bigint NOT NULL,
  shape       bigint NOT NULL,
  PRIMARY KEY (partnership, entry)
);

CREATE INDEX log_index_by_shape ON exchange.log_index (partnership, shape, entry);

-- Entries stand nearly in the order of time: one of 64 is enough to find where a period begins.
CREATE INDEX log_index_by_time ON exchange.log_index (partnership, time, entry) WHERE entry % 64 = 0;

-- Who called and which case it is about, each as a keyed hash.
CREATE TABLE exchange.log_marks (
  partnership exchange.name NOT NULL,
  mark        bigint NOT NULL,
  entry       bigint NOT NULL,
  PRIMARY KEY (partnership, mark, entry)
);

-- The cases of a subject, both as keyed hashes.
CREATE TABLE exchange.log_subjects (
  partnership exchange.name NOT NULL,
  subject     bigint NOT NULL,
  mark        bigint NOT NULL,
  PRIMARY KEY (partnership, subject, mark)
);

CREATE INDEX log_subjects_by_mark ON exchange.log_subjects (partnership, mark);

DO
$$
DECLARE
  allowed CONSTANT text[] := ARRAY[
    'log_shapes:SELECT, INSERT', 'log_index:SELECT, INSERT', 'log_marks:SELECT, INSERT, DELETE', 'log_subjects:SELECT, INSERT, DELETE'];
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
