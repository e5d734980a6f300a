-- What lists show of a dag, so that its dag.yml need not be read for them; null for versions that were deployed before.
ALTER TABLE dag_version ADD COLUMN shown TEXT;
