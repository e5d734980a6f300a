package dev.orrery.hub;

/** What the hub refuses, with a stable code and words that say what to do. Never holds a secret. */
public final class HubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why it was refused. */
    public enum Code {
        NO_SUCH_USER,
        ELSEWHERE,
        BAD_OPTIONS,
        TOO_MANY_SERVERS,
        SERVER_STOPPING
    }

    private final Code code;

    HubException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
