INSERT INTO thing (name, size) VALUES ('first', 1);
