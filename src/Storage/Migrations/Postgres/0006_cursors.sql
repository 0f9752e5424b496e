-- How far those have come who follow a log.
CREATE TABLE exchange.log_cursors (
  partnership exchange.name NOT NULL,
  follower    exchange.name NOT NULL CHECK (follower <> ''),
  next        bigint NOT NULL CHECK (next > 0),
  PRIMARY KEY (partnership, follower)
);

CREATE TRIGGER log_cursors_move_on BEFORE UPDATE ON exchange.log_cursors
  FOR EACH ROW WHEN (new.next <= old.next)
  EXECUTE FUNCTION exchange.refuse('who follows a log moves on');

ALTER TABLE exchange.log_cursors ENABLE ROW LEVEL SECURITY;
ALTER TABLE exchange.log_cursors FORCE ROW LEVEL SECURITY;
CREATE POLICY of_the_partnership ON exchange.log_cursors USING (partnership = (SELECT current_setting('exchange.partnership', true)));
GRANT SELECT, INSERT, UPDATE ON exchange.log_cursors TO exchange_app;
