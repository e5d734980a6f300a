ALTER TABLE hub_server ADD COLUMN display_name TEXT NOT NULL DEFAULT '';
ALTER TABLE hub_server ADD COLUMN options TEXT NOT NULL DEFAULT '{}';

-- When a user was last seen anywhere: in a server, or with a token.
CREATE TABLE hub_user_activity (
  user_name TEXT NOT NULL PRIMARY KEY,
  last_activity BIGINT NOT NULL
);
CREATE TABLE hub_group (
  name TEXT NOT NULL PRIMARY KEY,
  properties TEXT NOT NULL
);
CREATE TABLE hub_group_member (
  group_name TEXT NOT NULL REFERENCES hub_group (name),
  user_name TEXT NOT NULL,
  PRIMARY KEY (group_name, user_name)
);
CREATE INDEX hub_group_member_user ON hub_group_member (user_name);
