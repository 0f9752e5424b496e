-- What of a case is seen anonymised in a meeting: made at the first look, and then only added to. It goes with the agenda of its meeting.
CREATE TABLE exchange.frozen_views (
  partnership exchange.name NOT NULL,
  meeting     exchange.name NOT NULL,
  case_id     exchange.name NOT NULL,
  number      integer NOT NULL CHECK (number >= 1), -- how often something was added
  content     bytea   NOT NULL, -- under the case's key
  PRIMARY KEY (partnership, meeting, case_id),
  FOREIGN KEY (partnership, meeting, case_id) REFERENCES exchange.agenda (partnership, meeting, case_id) ON DELETE CASCADE
);

ALTER TABLE exchange.frozen_views ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TRIGGER frozen_views_follow BEFORE UPDATE ON exchange.frozen_views
  FOR EACH ROW WHEN (new.number <> old.number + 1)
  EXECUTE FUNCTION exchange.refuse('what is kept of a view follows the last');

ALTER TABLE exchange.frozen_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE exchange.frozen_views FORCE ROW LEVEL SECURITY;
CREATE POLICY of_the_partnership ON exchange.frozen_views USING (partnership = (SELECT current_setting('exchange.partnership', true)));
GRANT SELECT, INSERT, UPDATE (number, content) ON exchange.frozen_views TO exchange_app;
