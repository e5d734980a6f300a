-- Data that dags make and need, by name. A consumer is of the version in force; what a version produces stays with it, as its
-- runs do. task_id is '' for what the whole run makes.

CREATE TABLE data_consumer (
  dag_id TEXT NOT NULL REFERENCES dag (dag_id),
  name TEXT NOT NULL,
  any_is_enough INTEGER NOT NULL,
  PRIMARY KEY (dag_id, name)
);
CREATE INDEX data_consumer_name ON data_consumer (name);

CREATE TABLE data_producer (
  dag_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  task_id TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (dag_id, version, task_id, name)
);

-- What was made anew since a consumer's last run of this kind, and by whom; then moved to the run that came of it.

CREATE TABLE data_pending (
  dag_id TEXT NOT NULL REFERENCES dag (dag_id),
  name TEXT NOT NULL,
  source_dag_id TEXT NOT NULL,
  source_run_id TEXT NOT NULL,
  source_task_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (dag_id, name, source_dag_id, source_run_id, source_task_id)
);

CREATE TABLE run_source (
  dag_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  name TEXT NOT NULL,
  source_dag_id TEXT NOT NULL,
  source_run_id TEXT NOT NULL,
  source_task_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (dag_id, run_id, name, source_dag_id, source_run_id, source_task_id),
  FOREIGN KEY (dag_id, run_id) REFERENCES run (dag_id, run_id)
);
CREATE INDEX run_source_of ON run_source (source_dag_id, source_run_id);

DROP INDEX run_once_a_date;
CREATE UNIQUE INDEX run_once_a_date ON run (dag_id, logical_date) WHERE kind NOT IN ('manual', 'asset');
