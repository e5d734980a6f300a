CREATE TABLE identity_user (
  name TEXT NOT NULL PRIMARY KEY,
  admin INTEGER NOT NULL,
  uid BIGINT NOT NULL UNIQUE,
  password TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE identity_uid (
  next_uid BIGINT NOT NULL
);
INSERT INTO identity_uid (next_uid) VALUES (20000);
-- The one-time token of the first administrator; at most one row.
CREATE TABLE identity_setup (
  hash TEXT NOT NULL
);
-- Everything that stands in for a password: sessions, API tokens, tokens of servers and of attempts.
-- bound_to is the thing whose end is the credential's end too, such as server:ana/ or attempt:ID.
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
CREATE INDEX identity_credential_user ON identity_credential (user_name);
CREATE INDEX identity_credential_bound ON identity_credential (bound_to);
