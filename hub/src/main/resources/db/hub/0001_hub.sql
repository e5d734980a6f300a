-- One row for each server that was ever started; server_name '' is the default one.
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
CREATE INDEX hub_oauth_token_client ON hub_oauth_token (client_id);
