-- Pools bound how much is under way of what names them; default_pool is without bound until it has a row. An attempt has its
-- task's, so that whoever gives places away need not look at tasks.

CREATE TABLE pool (
  name TEXT NOT NULL PRIMARY KEY,
  slots INTEGER NOT NULL
);

ALTER TABLE task ADD COLUMN pool TEXT NOT NULL DEFAULT 'default_pool';
ALTER TABLE task ADD COLUMN pool_slots INTEGER NOT NULL DEFAULT 1;
ALTER TABLE attempt ADD COLUMN pool TEXT NOT NULL DEFAULT 'default_pool';
ALTER TABLE attempt ADD COLUMN pool_slots INTEGER NOT NULL DEFAULT 1;
