-- One row for each server that ever worked here. Its epoch grows each time that it comes up and each time that another takes
-- over from it, so that what it does under an old one is refused. Being in a unique index, the epoch cannot be changed while
-- a transaction holds FOR KEY SHARE on the row. expires_at is by the database's clock.
CREATE TABLE server (
  name TEXT PRIMARY KEY,
  epoch BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  lost_at BIGINT,
  UNIQUE (name, epoch)
);

-- Whose launcher has it; when its runner got its order; when it last spoke to another server than that one.
ALTER TABLE attempt ADD COLUMN server TEXT;
ALTER TABLE attempt ADD COLUMN ordered_at BIGINT;
ALTER TABLE attempt ADD COLUMN heard_at BIGINT;
UPDATE attempt SET ordered_at = launched_at WHERE state IN ('queued', 'running');
