-- retry_shape: how delays grow and scatter, a document; NULL for the same delay each time. gates: words of what is asked
-- before the task may go on. orders: what beside the parameters was rendered for an attempt, a document.

ALTER TABLE task ADD COLUMN retry_shape TEXT;
ALTER TABLE task ADD COLUMN gates TEXT NOT NULL DEFAULT '[]';
ALTER TABLE attempt ADD COLUMN orders TEXT;

-- Runs to be looked at again: at a time; and when another run, which may not be there yet, gets on.

CREATE TABLE run_wake (
  dag_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  wake_at BIGINT NOT NULL,
  PRIMARY KEY (dag_id, run_id, wake_at)
);
CREATE INDEX run_wake_due ON run_wake (wake_at);

CREATE TABLE run_wait (
  dag_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  on_dag_id TEXT NOT NULL,
  on_date BIGINT NOT NULL,
  PRIMARY KEY (dag_id, run_id, on_dag_id, on_date)
);
CREATE INDEX run_wait_on ON run_wait (on_dag_id, on_date);

-- Limits. timeout is how long a run may take once begun, timeout_at when that ends; overdue: it has, and the run is being ended.

ALTER TABLE task ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;
ALTER TABLE dag ADD COLUMN max_active_tasks INTEGER;
ALTER TABLE run ADD COLUMN deadline_at BIGINT;
ALTER TABLE run ADD COLUMN deadline_missed_at BIGINT;
ALTER TABLE run ADD COLUMN timeout BIGINT;
ALTER TABLE run ADD COLUMN timeout_at BIGINT;
ALTER TABLE run ADD COLUMN overdue INTEGER NOT NULL DEFAULT 0;
CREATE INDEX dag_limited ON dag (dag_id) WHERE max_active_tasks IS NOT NULL;

-- The order of attempts that wait for a place begins with what is urgent, then with what weighs most.
ALTER TABLE attempt ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;
DROP INDEX attempt_waiting;
CREATE INDEX attempt_waiting ON attempt (urgency, priority DESC, created_at, dag_id, run_id, position)
  WHERE state = 'queued' AND claimed_at IS NULL;
