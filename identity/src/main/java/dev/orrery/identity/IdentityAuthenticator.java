package dev.orrery.identity;

import dev.orrery.http.Authenticator;
import dev.orrery.http.Caller;
import dev.orrery.http.Problem;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the caller by {@code Authorization: Bearer X} or {@code token X}, else by the session's cookie. A cookie does for
 * a request that changes something only where the page itself sent it: otherwise {@link Problem} 403.
 */
public final class IdentityAuthenticator implements Authenticator {
    private final Identity identity;

    public IdentityAuthenticator(Identity identity) {
        this.identity = identity;
    }

    @Override
    public Caller authenticate(ServerRequest request) {
        Optional<String> authorization = request.headers().first(HeaderNames.AUTHORIZATION);
        if (authorization.isPresent()) {
            return token(authorization.get()).map(identity::token).orElseGet(Caller.Anonymous::new);
        }
        Optional<String> cookie = SessionCookie.read(request);
        if (cookie.isEmpty()) {
            return new Caller.Anonymous();
        }
        Caller caller = identity.session(cookie.get());
        if (!(caller instanceof Caller.Anonymous) && SameOrigin.isUnsafe(request) && !SameOrigin.isProven(request)) {
            throw Problem.forbidden("This request came from another site. Use the platform's own page, or a token.");
        }
        return caller;
    }

    /** The token in an {@code Authorization} header, where it is one of the schemes that carry a token. */
    public static Optional<String> token(String authorization) {
        String text = authorization.strip();
        int space = text.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        return switch (text.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer", "token" -> Optional.of(text.substring(space + 1).strip());
            default -> Optional.empty();
        };
    }
}
