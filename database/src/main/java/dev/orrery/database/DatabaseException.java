package dev.orrery.database;

import java.sql.SQLException;

/** The database refused or could not be reached. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isFinal;

    public DatabaseException(String message, SQLException cause) {
        this(message, cause, false);
    }

    private DatabaseException(String message, SQLException cause, boolean isFinal) {
        super(message + ": " + cause.getMessage(), cause);
        this.isFinal = isFinal;
    }

    /** A commit that was not answered may have been done. */
    static DatabaseException ofCommit(SQLException cause) {
        return new DatabaseException("cannot commit to the database", cause, true);
    }

    /** No connection was had for as long as the pool waits for one. */
    static DatabaseException unreachable(SQLException cause) {
        return new DatabaseException("the database cannot be reached", cause, true);
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
            default -> isBroken();
        };
    }

    /** Whether the connection was cut before the end: by the network, an administrator, PostgreSQL's end, or a pause within a transaction. */
    boolean isBroken() {
        if (isFinal) {
            return false;
        }
        return switch (state()) {
            case "57P01", "57P02", "57P03", "57P05", "25P03" -> true;
            default -> state().startsWith("08");
        };
    }

    /** Whether it says nothing about the work that was to be done, but only about the way to the database. */
    boolean isOfConnection() {
        return isFinal || isBroken();
    }

    private String state() {
        return getCause() instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    }
}
