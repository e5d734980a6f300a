-- What whoever has a server lets others do with it; kind is 'user' or 'group', scopes a JSON array.
CREATE TABLE hub_share (
  owner TEXT NOT NULL,
  server_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (owner, server_name, kind, recipient)
);
CREATE INDEX hub_share_recipient ON hub_share (kind, recipient);
-- Codes for a share, by their hashes: whoever shows one has it.
CREATE TABLE hub_share_code (
  id TEXT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  server_name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  exchange_count BIGINT NOT NULL,
  last_exchanged_at BIGINT
);
CREATE INDEX hub_share_code_server ON hub_share_code (owner, server_name);
