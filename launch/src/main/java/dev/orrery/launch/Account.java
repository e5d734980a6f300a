package dev.orrery.launch;

import java.util.regex.Pattern;

/**
 * Whose code a workload is. The uid is also the gid. A server that is root runs the code as this host user id; any other
 * server shows it inside of the sandbox only.
 *
 * @param name 1 to 63 of a-z, 0-9, {@code _}, {@code .}, {@code @} and {@code -}, beginning with a letter, a digit or {@code _}
 * @param uid  1 to 2^31-1; never root's
 */
public record Account(String name, int uid) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9_][a-z0-9_.@-]{0,62}");

    public Account {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "An account's name is 1 to 63 of a-z, 0-9, '_', '.', '@' and '-', and begins with a letter,"
                            + " a digit or '_': " + name);
        }
        if (uid <= 0) {
            throw new IllegalArgumentException("An account's uid is at least 1, got " + uid + " for " + name);
        }
    }
}
