-- The dags whose next run is due, and when the next one is, are found without looking at all dags.
CREATE INDEX dag_due ON dag (next_end) WHERE paused = 0 AND next_end IS NOT NULL;

-- How a dag's newest run stands, stands with the dag, so that a list of dags need not look for it among all runs.
ALTER TABLE dag ADD COLUMN newest_run TEXT;
ALTER TABLE dag ADD COLUMN newest_after BIGINT;
ALTER TABLE dag ADD COLUMN newest_state TEXT;
UPDATE dag SET newest_run =
  (SELECT r.run_id FROM run r WHERE r.dag_id = dag.dag_id ORDER BY r.run_after DESC, r.run_id DESC LIMIT 1);
UPDATE dag SET
  newest_after = (SELECT r.run_after FROM run r WHERE r.dag_id = dag.dag_id AND r.run_id = dag.newest_run),
  newest_state = (SELECT r.state FROM run r WHERE r.dag_id = dag.dag_id AND r.run_id = dag.newest_run)
  WHERE newest_run IS NOT NULL;
