-- Texts that templates name, set by an admin. Times are microseconds since 1970 UTC.
CREATE TABLE variable (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  set_by TEXT NOT NULL,
  set_at BIGINT NOT NULL
);
