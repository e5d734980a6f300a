-- The name of the server whose launcher has it, where several share a PostgreSQL.
ALTER TABLE hub_server ADD COLUMN host TEXT;
