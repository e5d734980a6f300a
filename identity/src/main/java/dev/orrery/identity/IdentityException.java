package dev.orrery.identity;

/** What identity refuses, with a stable code and words for the person who asked. Never holds a secret. */
public final class IdentityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why it was refused. */
    public enum Code {
        BAD_NAME,
        WEAK_PASSWORD,
        WRONG_PASSWORD,
        NO_PASSWORD,
        NAME_TAKEN,
        NO_MORE_USERS,
        SETUP_DONE,
        BAD_SETUP_TOKEN,
        BAD_INVITE,
        BAD_LOGIN,
        TOO_MANY_LOGINS,
        BAD_TOKEN_REQUEST,
        NO_SUCH_USER,
        LAST_ADMIN,
        NO_SUCH_TOKEN,
        NO_SUCH_SESSION
    }

    private final Code code;

    IdentityException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
