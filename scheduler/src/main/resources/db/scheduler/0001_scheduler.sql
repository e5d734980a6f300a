-- Times are microseconds since 1970 UTC, flags 0 and 1, durations microseconds, lists and documents JSON.

CREATE TABLE dag (
  dag_id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  paused INTEGER NOT NULL,
  max_active_runs INTEGER NOT NULL,
  last_start BIGINT,
  last_end BIGINT,
  next_start BIGINT,
  next_end BIGINT,
  revision BIGINT NOT NULL
);

CREATE TABLE dag_version (
  dag_id TEXT NOT NULL REFERENCES dag (dag_id),
  version BIGINT NOT NULL,
  yaml TEXT NOT NULL,
  commit_id TEXT NOT NULL,
  run_as TEXT NOT NULL,
  files TEXT NOT NULL,
  deployed_at BIGINT NOT NULL,
  PRIMARY KEY (dag_id, version)
);

CREATE TABLE run (
  dag_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  cancelling INTEGER NOT NULL,
  interval_start BIGINT NOT NULL,
  interval_end BIGINT NOT NULL,
  logical_date BIGINT NOT NULL,
  run_after BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  triggered_by TEXT,
  conf TEXT NOT NULL,
  environment TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (dag_id, run_id),
  FOREIGN KEY (dag_id, version) REFERENCES dag_version (dag_id, version)
);
CREATE UNIQUE INDEX run_scheduled_once ON run (dag_id, logical_date) WHERE kind = 'scheduled';
CREATE INDEX run_newest ON run (dag_id, run_after, run_id);
CREATE INDEX run_active ON run (dag_id, state) WHERE state IN ('queued', 'running');

CREATE TABLE task (
  dag_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  notebook TEXT NOT NULL,
  after_tasks TEXT NOT NULL,
  trigger_rule TEXT NOT NULL,
  retries INTEGER NOT NULL,
  retry_delay BIGINT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  attempts_allowed INTEGER NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  next_retry_at BIGINT,
  PRIMARY KEY (dag_id, run_id, task_id),
  FOREIGN KEY (dag_id, run_id) REFERENCES run (dag_id, run_id)
);
CREATE INDEX task_retry ON task (next_retry_at) WHERE next_retry_at IS NOT NULL;

CREATE TABLE attempt (
  attempt_id TEXT PRIMARY KEY,
  dag_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  claimed_at BIGINT,
  launched_at BIGINT,
  started_at BIGINT,
  ended_at BIGINT,
  deadline_at BIGINT,
  stop_reason TEXT,
  exit_code INTEGER,
  error TEXT,
  parameters TEXT,
  cells_total INTEGER,
  cells_done INTEGER NOT NULL,
  last_sequence BIGINT NOT NULL,
  UNIQUE (dag_id, run_id, task_id, number),
  FOREIGN KEY (dag_id, run_id, task_id) REFERENCES task (dag_id, run_id, task_id)
);
CREATE INDEX attempt_live ON attempt (created_at) WHERE state IN ('queued', 'running');

CREATE INDEX attempt_deadline ON attempt (deadline_at) WHERE deadline_at IS NOT NULL;

CREATE TABLE attempt_cell (
  attempt_id TEXT NOT NULL REFERENCES attempt (attempt_id),
  cell_index INTEGER NOT NULL,
  cell_id TEXT,
  state TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  cpu_micros BIGINT,
  peak_memory_bytes BIGINT,
  PRIMARY KEY (attempt_id, cell_index)
);
