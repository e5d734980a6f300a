-- Whether a backfill's runs that exist run again as their dag is now; by default as it was.
ALTER TABLE backfill ADD COLUMN on_latest_version INTEGER NOT NULL DEFAULT 0;

-- Who has paused a dag, when and why; null for what was paused before anybody asked.
ALTER TABLE dag ADD COLUMN paused_by TEXT;
ALTER TABLE dag ADD COLUMN paused_at BIGINT;
ALTER TABLE dag ADD COLUMN paused_reason TEXT;
