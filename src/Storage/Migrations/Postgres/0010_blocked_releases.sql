-- Privacy coordinators are also told of what the release gate held back.
ALTER TABLE exchange.notifications DROP CONSTRAINT notifications_kind_check;
ALTER TABLE exchange.notifications ADD CONSTRAINT notifications_kind_check CHECK (kind IN (1, 2)); -- 1: break-glass, 2: the release gate
