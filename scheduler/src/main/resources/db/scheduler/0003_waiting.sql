-- What the order of attempts that wait for a place depends on stands with them, so that the next ones are found by an index.
ALTER TABLE attempt ADD COLUMN environment TEXT;
ALTER TABLE attempt ADD COLUMN urgency INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
UPDATE attempt SET
  environment = (SELECT r.environment FROM run r WHERE r.dag_id = attempt.dag_id AND r.run_id = attempt.run_id),
  position = (SELECT t.position FROM task t
    WHERE t.dag_id = attempt.dag_id AND t.run_id = attempt.run_id AND t.task_id = attempt.task_id)
  WHERE state = 'queued';
CREATE INDEX attempt_waiting ON attempt (urgency, created_at, dag_id, run_id, position)
  WHERE state = 'queued' AND claimed_at IS NULL;
CREATE INDEX attempt_environment ON attempt (environment) WHERE state = 'queued' AND claimed_at IS NULL;
CREATE INDEX attempt_server ON attempt (server) WHERE state IN ('queued', 'running') AND claimed_at IS NOT NULL;
DROP INDEX attempt_live;
