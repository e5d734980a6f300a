package dev.orrery.identity;

import java.util.regex.Pattern;

/** What a user may be called: it becomes a folder, a path segment and a host's account name, so little is allowed. */
public final class UserName {
    private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9_.-]{0,31}");

    private UserName() {}

    public static boolean isValid(String name) {
        return ALLOWED.matcher(name).matches();
    }

    static void check(String name) {
        if (!isValid(name)) {
            throw new IdentityException(
                    IdentityException.Code.BAD_NAME,
                    "A user name begins with a lower-case letter and has at most 32 of a-z, 0-9, '_', '.' and '-'.");
        }
    }
}
