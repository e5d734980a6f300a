package dev.orrery.database;

import java.sql.SQLException;

/** The database refused or could not be reached. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseException(String message, SQLException cause) {
        super(message + ": " + cause.getMessage(), cause);
    }

    /** Whether a unique or primary key stood in the way. */
    public boolean isDuplicate() {
        return getCause() instanceof SQLException sql
                && ("23505".equals(sql.getSQLState())
                        || String.valueOf(sql.getMessage()).contains("UNIQUE"));
    }
}
