-- A comment that is no statement; not even with a semicolon;
CREATE TABLE thing (
  name TEXT PRIMARY KEY, -- the name
  size BIGINT,
  made_at BIGINT,
  big INTEGER
);
CREATE INDEX thing_size ON thing (size);
