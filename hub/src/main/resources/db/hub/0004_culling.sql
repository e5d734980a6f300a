-- Until when its owner asked that a running server is left alone.
ALTER TABLE hub_server ADD COLUMN keep_until BIGINT;
