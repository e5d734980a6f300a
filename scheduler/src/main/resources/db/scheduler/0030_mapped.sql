-- A task that runs for each of several items has a row of its own (its gates have 'each') and one for each instance: task_id
-- 'name[3]', of_task 'name', map_index 3, with its item, a document. role: work, setup or teardown.

ALTER TABLE task ADD COLUMN of_task TEXT;
ALTER TABLE task ADD COLUMN map_index INTEGER NOT NULL DEFAULT -1;
ALTER TABLE task ADD COLUMN item TEXT;
ALTER TABLE task ADD COLUMN max_parallel INTEGER;
ALTER TABLE task ADD COLUMN role TEXT NOT NULL DEFAULT 'work';
ALTER TABLE task ADD COLUMN task_group TEXT;
CREATE INDEX task_instance ON task (dag_id, run_id, of_task, map_index) WHERE of_task IS NOT NULL;

-- What attempts handed on, by name: a JSON value each.

CREATE TABLE attempt_output (
  dag_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (dag_id, run_id, task_id, number, name)
);
