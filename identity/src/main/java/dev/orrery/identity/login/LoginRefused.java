package dev.orrery.identity.login;

/** Why a login through a provider came to nothing. The message is for the log; the person is told by the code. Holds no secret. */
final class LoginRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the login page has words for. */
    enum Code {
        /** The answer belongs to no login that this browser began, or to one that took too long. */
        STATE("state"),
        /** The person, or the provider itself, said no. */
        DENIED("denied"),
        /** The provider cannot be reached, or answered with what cannot be believed. */
        PROVIDER("provider"),
        NOT_ALLOWED("not-allowed"),
        /** The person's name there cannot be a user's name here. */
        BAD_NAME("bad-name"),
        /** There is a user of that name who is not known to be this person. */
        NAME_TAKEN("name-taken"),
        NO_MORE_USERS("no-more-users"),
        /** There is no administrator yet. */
        SETUP_FIRST("setup-first");

        private final String text;

        Code(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final Code code;

    LoginRefused(Code code, String message) {
        super(message);
        this.code = code;
    }

    LoginRefused(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    Code code() {
        return code;
    }
}
