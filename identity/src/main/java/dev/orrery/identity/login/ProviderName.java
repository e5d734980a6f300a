package dev.orrery.identity.login;

import dev.orrery.identity.UserName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A provider's name for a person, made into a user's name as JupyterHub does: in lower case. */
final class ProviderName {
    private ProviderName() {}

    /**
     * The user's name; refuses what cannot be one.
     *
     * @param domain cut off a name that is an e-mail address of it; null: none is
     */
    static String normalise(String name, @Nullable String domain) {
        // Before lower case is made: the Kelvin sign's is the letter k, and letters of other alphabets look like Latin
        // ones.
        if (!name.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new LoginRefused(
                    LoginRefused.Code.BAD_NAME,
                    "the name \"" + escape(name) + "\" has characters beyond ASCII, which could look like another's");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        String user = domain != null && lower.endsWith("@" + domain)
                ? lower.substring(0, lower.length() - domain.length() - 1)
                : lower;
        if (!UserName.isValid(user)) {
            throw new LoginRefused(
                    LoginRefused.Code.BAD_NAME, "the name \"" + escape(name) + "\" cannot be a user's name");
        }
        return user;
    }

    /** Such that a log shows which characters they are, and nothing else. */
    private static String escape(String name) {
        StringBuilder text = new StringBuilder();
        name.chars()
                .limit(80)
                .forEach(c -> text.append(
                        c >= 0x20 && c < 0x7f ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\u%04x", c)));
        return text.toString();
    }
}
