-- sealed: the URL, encrypted for its name; shown: without password and query. Times are microseconds since 1970 UTC.
CREATE TABLE connection (
  name TEXT PRIMARY KEY,
  sealed TEXT NOT NULL,
  shown TEXT NOT NULL,
  set_by TEXT NOT NULL,
  set_at BIGINT NOT NULL
);
