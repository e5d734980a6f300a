-- A one-time link with which a user sets a password; at most one a user.
CREATE TABLE identity_invite (
  user_name TEXT NOT NULL PRIMARY KEY REFERENCES identity_user (name),
  hash TEXT NOT NULL UNIQUE,
  expires_at BIGINT NOT NULL
);
-- Which person of a login provider a user is; groups are those that the provider named last, a JSON array.
CREATE TABLE identity_link (
  provider TEXT NOT NULL,
  subject TEXT NOT NULL,
  user_name TEXT NOT NULL REFERENCES identity_user (name),
  groups TEXT NOT NULL,
  PRIMARY KEY (provider, subject)
);
CREATE INDEX identity_link_user ON identity_link (user_name);
-- Of a browser's session alone: when it was last used, where its login came from, and through which provider.
ALTER TABLE identity_credential ADD COLUMN last_seen_at BIGINT;
ALTER TABLE identity_credential ADD COLUMN address TEXT;
ALTER TABLE identity_credential ADD COLUMN agent TEXT;
ALTER TABLE identity_credential ADD COLUMN provider TEXT;
