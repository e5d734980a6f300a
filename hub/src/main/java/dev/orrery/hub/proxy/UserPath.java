package dev.orrery.hub.proxy;

import dev.orrery.identity.UserName;
import java.util.Optional;

/** The paths of user servers. */
final class UserPath {
    private static final String PREFIX = "/user/";

    private UserPath() {}

    /**
     * The user whose server a path belongs to. The raw path is looked at, so that what routes a request is what the back end
     * sees: a name holds nothing that could be encoded.
     */
    static Optional<String> user(String rawPath) {
        if (!rawPath.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int end = rawPath.indexOf('/', PREFIX.length());
        String name = end < 0 ? rawPath.substring(PREFIX.length()) : rawPath.substring(PREFIX.length(), end);
        return UserName.isValid(name) ? Optional.of(name) : Optional.empty();
    }
}
