package dev.orrery.http;

/**
 * A right that an endpoint asks for. The list is closed: what a caller may do is a set of these, and each endpoint names
 * exactly one.
 */
public enum Scope {
    /** No login needed: health, the login page, the page's own files. */
    PUBLIC("public"),
    /** Any logged-in user, about himself. */
    SELF("self"),
    READ_DAGS("read:dags"),
    /** Deploy, pause and delete dags. */
    WRITE_DAGS("write:dags"),
    /** Trigger, cancel and retry runs. */
    WRITE_RUNS("write:runs"),
    /** Start, stop and see own servers. */
    SERVERS("servers"),
    /** Reach a server through the proxy. */
    ACCESS_SERVERS("access:servers"),
    /** What a single-user server tells of its user. */
    USERS_ACTIVITY("users:activity"),
    ADMIN_USERS("admin:users"),
    ADMIN_SERVERS("admin:servers"),
    /** JupyterHub's API: whoever shows a valid credential, whose JupyterHub scopes the endpoint then asks for. Held by no token. */
    HUB("hub"),
    READ_METRICS("read:metrics"),
    /** A runner about its own attempt; never held by a user. */
    ATTEMPT("attempt");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** The name as it stands in tokens, in the API and in the OpenAPI document. */
    public String text() {
        return text;
    }

    /** The scope of that name; {@link Problem} 400 where there is none. */
    public static Scope of(String text) {
        for (Scope scope : values()) {
            if (scope.text.equals(text)) {
                return scope;
            }
        }
        throw Problem.badRequest("unknown-scope", "There is no scope named '" + text + "'.");
    }
}
