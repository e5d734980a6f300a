package dev.orrery.database;

import java.sql.SQLException;

/** The database refused or could not be reached. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean ofCommit;

    public DatabaseException(String message, SQLException cause) {
        this(message, cause, false);
    }

    private DatabaseException(String message, SQLException cause, boolean ofCommit) {
        super(message + ": " + cause.getMessage(), cause);
        this.ofCommit = ofCommit;
    }

    static DatabaseException ofCommit(SQLException cause) {
        return new DatabaseException("cannot commit to the database", cause, true);
    }

    /** Whether a unique or primary key stood in the way. */
    public boolean isDuplicate() {
        return getCause() instanceof SQLException sql
                && ("23505".equals(sql.getSQLState())
                        || String.valueOf(sql.getMessage()).contains("UNIQUE"));
    }

    /** Whether the transaction is known to have done nothing, and would perhaps do it at the next try. */
    boolean mayBeRepeated() {
        return switch (state()) {
            case "40001", "40P01" -> true;
            default -> isBroken() && !ofCommit; // a commit that was not answered may have been done
        };
    }

    /** Whether the connection was cut: by the network, an administrator, PostgreSQL's end, or a pause within a transaction. */
    boolean isBroken() {
        return switch (state()) {
            case "57P01", "57P02", "57P03", "57P05", "25P03" -> true;
            default -> state().startsWith("08");
        };
    }

    private String state() {
        return getCause() instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    }
}
