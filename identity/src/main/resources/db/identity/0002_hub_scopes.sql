-- JupyterHub's scopes of an API token, as names with blanks between; null where it has the platform's alone.
ALTER TABLE identity_credential ADD COLUMN hub_scopes TEXT;
