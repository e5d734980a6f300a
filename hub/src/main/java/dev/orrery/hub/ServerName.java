package dev.orrery.hub;

import dev.orrery.identity.UserName;
import java.util.regex.Pattern;

/**
 * Which server of which user.
 *
 * @param name "" is the default one; else it stands in paths, so it is short and plain
 */
public record ServerName(String user, String name) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    /** The server that every user has. */
    static ServerName ofDefault(String user) {
        return new ServerName(user, "");
    }

    /** Whether a server may be called so. */
    static boolean isValid(String name) {
        return name.isEmpty() || ALLOWED.matcher(name).matches();
    }

    boolean isDefault() {
        return name.isEmpty();
    }

    /** The path of the server, such as {@code /user/ana/} or {@code /user/ana/big/}. */
    String prefix() {
        return "/user/" + user + "/" + (name.isEmpty() ? "" : name + "/");
    }

    /** Its OAuth client. A user's name has no blank, and a server's may have dashes: told apart by who has which server. */
    String clientId() {
        return OAuth.CLIENT_PREFIX + user + (name.isEmpty() ? "" : "-" + name);
    }

    /** As a file's name. */
    String fileName() {
        return name.isEmpty() ? user : user + "@" + name;
    }

    /** As JupyterHub's messages call it. */
    String logName() {
        return name.isEmpty() ? user : user + ":" + name;
    }

    /** As JupyterHub writes it in a scope. */
    String text() {
        return user + "/" + name;
    }

    @Override
    public String toString() {
        return text();
    }

    boolean isOfValidUser() {
        return UserName.isValid(user);
    }
}
