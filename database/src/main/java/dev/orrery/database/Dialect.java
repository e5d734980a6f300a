package dev.orrery.database;

/** Which database is below. The SQL is the same for both wherever that is possible. */
public enum Dialect {
    SQLITE,
    POSTGRESQL
}
