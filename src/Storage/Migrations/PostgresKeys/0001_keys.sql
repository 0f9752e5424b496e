-- Wrapped keys only: without the Data Protection key ring they open nothing. One partnership at a time, as with the records.
CREATE DOMAIN exchange.name AS text COLLATE "C";

CREATE TABLE exchange.keys (
  partnership exchange.name NOT NULL CHECK (partnership <> ''),
  kind        integer NOT NULL CHECK (kind BETWEEN 1 AND 255),
  scope       exchange.name NOT NULL,
  id          exchange.name NOT NULL CHECK (id <> ''),
  wrapped     bytea NOT NULL CHECK (length(wrapped) > 0),
  PRIMARY KEY (partnership, kind, scope),
  UNIQUE (partnership, id)
);

ALTER TABLE exchange.keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE exchange.keys FORCE ROW LEVEL SECURITY;
CREATE POLICY of_the_partnership ON exchange.keys USING (partnership = (SELECT current_setting('exchange.partnership', true)));
GRANT SELECT, INSERT ON exchange.keys TO exchange_app;
