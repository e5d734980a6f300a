package dev.orrery.database;

import java.sql.SQLException;

/** The database cannot be opened: it is not there, or lets nobody in. */
public final class UnusableDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableDatabaseException(SQLException cause) {
        super("The database cannot be opened: " + cause.getMessage(), cause);
    }
}
