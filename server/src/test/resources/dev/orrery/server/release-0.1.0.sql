-- The database of release 0.1.0 with a user, a token, a dag, a run that ended and one that was under way. Never changed.
CREATE TABLE migration (module TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (module, file));
INSERT INTO migration VALUES ('identity', '0001_identity.sql');
INSERT INTO migration VALUES ('hub', '0001_hub.sql');
INSERT INTO migration VALUES ('scheduler', '0001_scheduler.sql');
CREATE TABLE identity_user (
  name TEXT NOT NULL PRIMARY KEY,
  admin INTEGER NOT NULL,
  uid BIGINT NOT NULL UNIQUE,
  password TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
INSERT INTO identity_user VALUES ('ana', 1, 20000, '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 1772704800000000);
CREATE TABLE identity_uid (
  next_uid BIGINT NOT NULL
);
INSERT INTO identity_uid VALUES (20001);
CREATE TABLE identity_setup (
  hash TEXT NOT NULL
);
CREATE TABLE identity_credential (
  id TEXT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  user_name TEXT REFERENCES identity_user (name),
  bound_to TEXT,
  scopes TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT
);
INSERT INTO identity_credential VALUES ('tok1', '0f7404c1b980e020b6b792f1bf92fff237fb3eb7cff498ae3a084c1921d56f41', 'api', 'ana', NULL, 'read:dags write:runs', 'nightly', 1772704800000000, NULL);
CREATE TABLE hub_server (
  user_name TEXT NOT NULL,
  server_name TEXT NOT NULL,
  state TEXT NOT NULL,
  progress BIGINT NOT NULL,
  message TEXT,
  workload TEXT NOT NULL,
  port BIGINT,
  started_at BIGINT NOT NULL,
  last_activity BIGINT,
  PRIMARY KEY (user_name, server_name)
);
INSERT INTO hub_server VALUES ('ana', '', 'stopped', 0, NULL, 'server-ana-0a1b2c3d', 41234, 1772704800000000, 1772708400000000);
CREATE TABLE hub_oauth_code (
  hash TEXT NOT NULL PRIMARY KEY,
  client_id TEXT NOT NULL,
  user_name TEXT NOT NULL,
  session_id TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  challenge TEXT,
  expires_at BIGINT NOT NULL
);
CREATE TABLE hub_oauth_token (
  id TEXT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  client_id TEXT NOT NULL,
  user_name TEXT NOT NULL,
  session_id TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
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
INSERT INTO dag VALUES ('sales', 1, 1, 16, 1772582400000000, 1772668800000000, NULL, NULL, 3);
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
INSERT INTO dag_version VALUES ('sales', 1, 'dag_id: sales
owner: ana
schedule: ''@daily''
start_date: ''2026-03-01''
tasks:
  load: {notebook: load.ipynb}
  report: {notebook: report.ipynb, after: [load], retries: 1}
', '4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e', 'ana', '["dag.yml","load.ipynb","report.ipynb"]', 1772560800000000);
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
INSERT INTO run VALUES ('sales', 'scheduled__2026-03-04T00:00:00+00:00', 1, 'scheduled', 'success', 0, 1772582400000000, 1772668800000000, 1772582400000000, 1772668800000000, 1772668800000000, 1772668800000000, 1772672400000000, NULL, '{}', 'default', 4);
INSERT INTO run VALUES ('sales', 'manual__2026-03-05T08:00:00+00:00', 1, 'manual', 'running', 0, 1772668800000000, 1772755200000000, 1772668800000000, 1772755200000000, 1772668800000000, 1772668800000000, NULL, 'ana', '{}', 'default', 4);
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
INSERT INTO task VALUES ('sales', 'scheduled__2026-03-04T00:00:00+00:00', 'load', 0, 'load.ipynb', '[]', 'all_success', 0, 300000000, 'success', 1, 1, 1772668800000000, 1772672400000000, NULL);
INSERT INTO task VALUES ('sales', 'scheduled__2026-03-04T00:00:00+00:00', 'report', 1, 'report.ipynb', '["load"]', 'all_success', 1, 300000000, 'success', 2, 2, 1772668800000000, 1772672400000000, NULL);
INSERT INTO task VALUES ('sales', 'manual__2026-03-05T08:00:00+00:00', 'load', 0, 'load.ipynb', '[]', 'all_success', 0, 300000000, 'running', 1, 1, 1772668800000000, NULL, NULL);
INSERT INTO task VALUES ('sales', 'manual__2026-03-05T08:00:00+00:00', 'report', 1, 'report.ipynb', '["load"]', 'all_success', 1, 300000000, 'none', 0, 2, NULL, NULL, NULL);
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
INSERT INTO attempt VALUES ('4a9a99edddba001665731d453302c9ba', 'sales', 'scheduled__2026-03-04T00:00:00+00:00', 'load', 1, 'success', 1772668800000000, 1772668800000000, 1772668800000000, 1772668800000000, 1772672400000000, NULL, NULL, 0, NULL, '{"day":"2026-03-03"}', 3, 3, 8);
INSERT INTO attempt VALUES ('0be91270147c8d76f964c7864660ffad', 'sales', 'scheduled__2026-03-04T00:00:00+00:00', 'report', 1, 'failed', 1772668800000000, 1772668800000000, 1772668800000000, 1772668800000000, 1772672400000000, NULL, NULL, 0, '{"kind":"cell","name":"ValueError","message":"no rows","cell_id":"c1","cell_index":2,"traceback":["line"]}', '{"day":"2026-03-03"}', 3, 3, 8);
INSERT INTO attempt VALUES ('866adc72a7b3de4a45be3308af892961', 'sales', 'scheduled__2026-03-04T00:00:00+00:00', 'report', 2, 'success', 1772668800000000, 1772668800000000, 1772668800000000, 1772668800000000, 1772672400000000, NULL, NULL, 0, NULL, '{"day":"2026-03-03"}', 3, 3, 8);
INSERT INTO attempt VALUES ('b44cd97f05e938b48121ce6f66210480', 'sales', 'manual__2026-03-05T08:00:00+00:00', 'load', 1, 'running', 1772668800000000, 1772668800000000, 1772668800000000, 1772668800000000, NULL, NULL, NULL, NULL, NULL, '{"day":"2026-03-03"}', 3, 3, 8);
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
INSERT INTO attempt_cell VALUES ('4a9a99edddba001665731d453302c9ba', 0, 'c0', 'completed', 1772668800000000, 1772668801500000, 1500000, 1048576);
INSERT INTO attempt_cell VALUES ('0be91270147c8d76f964c7864660ffad', 0, 'c0', 'completed', 1772668800000000, 1772668801500000, 1500000, 1048576);
INSERT INTO attempt_cell VALUES ('866adc72a7b3de4a45be3308af892961', 0, 'c0', 'completed', 1772668800000000, 1772668801500000, 1500000, 1048576);
INSERT INTO attempt_cell VALUES ('b44cd97f05e938b48121ce6f66210480', 0, 'c0', 'completed', 1772668800000000, 1772668801500000, 1500000, 1048576);
CREATE INDEX identity_credential_user ON identity_credential (user_name);
CREATE INDEX identity_credential_bound ON identity_credential (bound_to);
CREATE INDEX hub_oauth_token_client ON hub_oauth_token (client_id);
CREATE UNIQUE INDEX run_scheduled_once ON run (dag_id, logical_date) WHERE kind = 'scheduled';
CREATE INDEX run_newest ON run (dag_id, run_after, run_id);
CREATE INDEX run_active ON run (dag_id, state) WHERE state IN ('queued', 'running');
CREATE INDEX task_retry ON task (next_retry_at) WHERE next_retry_at IS NOT NULL;
CREATE INDEX attempt_live ON attempt (created_at) WHERE state IN ('queued', 'running');
CREATE INDEX attempt_deadline ON attempt (deadline_at) WHERE deadline_at IS NOT NULL;
