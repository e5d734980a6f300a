package dev.orrery.connection;

/** What was asked of connections cannot be; the message says why, and what to do. */
public final class ConnectionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isMissing;

    private ConnectionException(String message, boolean isMissing) {
        super(message);
        this.isMissing = isMissing;
    }

    static ConnectionException missing(String name) {
        return new ConnectionException(
                "There is no connection '" + (name.length() > 100 ? name.substring(0, 100) + "…" : name)
                        + "': an admin makes it with 'orrery connection set'.",
                true);
    }

    static ConnectionException invalid(String message) {
        return new ConnectionException(message, false);
    }

    /** Whether there is no connection of that name. */
    public boolean isMissing() {
        return isMissing;
    }
}
