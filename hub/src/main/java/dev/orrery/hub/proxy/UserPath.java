package dev.orrery.hub.proxy;

import dev.orrery.identity.UserName;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The paths of user servers, and of services. */
public final class UserPath {
    /** In the place of the user's name for a service, whose own name is the segment; no user can be called so. */
    public static final String SERVICES = "services/";

    private static final String PREFIX = "/user/";
    private static final String SERVICE = "/services/";

    private UserPath() {}

    /**
     * Whose server a path belongs to, and the segment after the user, which may be a server's name. The raw path is looked at,
     * so that what routes a request is what the back end sees: a name holds nothing that could be encoded.
     */
    record Owner(String user, String segment) {
        /** What that server sees of a token. */
        UnaryOperator<String> swap(TokenSwap tokens) {
            return token -> tokens.inPlaceOf(token, user, segment);
        }
    }

    static Optional<Owner> owner(String rawPath) {
        if (rawPath.startsWith(SERVICE)) {
            int slash = rawPath.indexOf('/', SERVICE.length());
            String service =
                    slash < 0 ? rawPath.substring(SERVICE.length()) : rawPath.substring(SERVICE.length(), slash);
            return service.isEmpty() ? Optional.empty() : Optional.of(new Owner(SERVICES, service));
        }
        if (!rawPath.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int end = rawPath.indexOf('/', PREFIX.length());
        String name = end < 0 ? rawPath.substring(PREFIX.length()) : rawPath.substring(PREFIX.length(), end);
        if (!UserName.isValid(name)) {
            return Optional.empty();
        }
        int next = end < 0 ? -1 : rawPath.indexOf('/', end + 1);
        String segment = end < 0 ? "" : next < 0 ? rawPath.substring(end + 1) : rawPath.substring(end + 1, next);
        return Optional.of(new Owner(name, segment));
    }
}
