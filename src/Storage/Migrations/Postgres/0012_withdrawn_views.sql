-- Somebody recognised a person: the views below full of a case are withdrawn from a meeting.
ALTER TABLE exchange.agenda ADD COLUMN withdrawn_at bigint;
GRANT UPDATE (withdrawn_at) ON exchange.agenda TO exchange_app;

-- Privacy coordinators are told of it.
ALTER TABLE exchange.notifications DROP CONSTRAINT notifications_kind_check;
ALTER TABLE exchange.notifications ADD CONSTRAINT notifications_kind_check
  CHECK (kind IN (1, 2, 3)); -- 1: break-glass, 2: the release gate, 3: recognition
