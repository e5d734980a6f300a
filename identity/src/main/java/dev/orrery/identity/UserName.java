package dev.orrery.identity;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a user may be called: it becomes a folder, a path segment and a host's account name, so little is allowed. */
public final class UserName {
    private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9_.-]{0,31}");

    private UserName() {}

    public static boolean isValid(String name) {
        return ALLOWED.matcher(name).matches();
    }

    /** In lower case, where it is of ASCII: letters of other alphabets may become some that they only look like. */
    public static String lower(String name) {
        return name.chars().allMatch(c -> c < 0x80) ? name.toLowerCase(Locale.ROOT) : name;
    }

    static void check(String name) {
        if (!isValid(name)) {
            throw new IdentityException(
                    IdentityException.Code.BAD_NAME,
                    "A user name begins with a lower-case letter and has at most 32 of a-z, 0-9, '_', '.' and '-'.");
        }
    }
}
