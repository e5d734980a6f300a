-- A backfill's items stand in the order in which they are done; one is begun when its run was made, or was cleared.

CREATE TABLE backfill (
  backfill_id TEXT PRIMARY KEY,
  dag_id TEXT NOT NULL REFERENCES dag (dag_id),
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  newest_first INTEGER NOT NULL,
  max_active INTEGER NOT NULL,
  existing TEXT NOT NULL,
  stop_after_failures INTEGER,
  conf TEXT NOT NULL,
  state TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE UNIQUE INDEX backfill_one_at_a_time ON backfill (dag_id) WHERE state IN ('running', 'paused');

CREATE TABLE backfill_item (
  backfill_id TEXT NOT NULL REFERENCES backfill (backfill_id),
  position INTEGER NOT NULL,
  interval_start BIGINT NOT NULL,
  interval_end BIGINT NOT NULL,
  run_id TEXT NOT NULL,
  action TEXT NOT NULL,
  reason TEXT,
  begun INTEGER NOT NULL,
  PRIMARY KEY (backfill_id, position)
);

DROP INDEX run_scheduled_once;
CREATE UNIQUE INDEX run_once_a_date ON run (dag_id, logical_date) WHERE kind <> 'manual';
