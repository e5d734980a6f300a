package dev.orrery.identity;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * The browser session's cookie. Over TLS it is a {@code __Host-} cookie (RFC 6265bis), which no page of another host can set,
 * a user server's below the platform's own not either; such a cookie is at {@code /}, and the proxy keeps it from user servers.
 * Without TLS it is set twice, below {@code /api/} and {@code /hub/}: so the browser itself does not send it there.
 */
public final class SessionCookie {
    private static final String NAME = "orrery-session";
    private static final String HOST_NAME = "__Host-" + NAME;

    private static final HeaderName FORWARDED_PROTO = HeaderNames.create("X-Forwarded-Proto");

    private SessionCookie() {}

    static Optional<String> read(ServerRequest request) {
        return request.headers()
                .cookies()
                .first(isTls(request) ? HOST_NAME : NAME)
                .asOptional()
                .filter(value -> !value.isEmpty());
    }

    /** Whether a cookie of that name is a session's. */
    public static boolean isNamed(String name) {
        return name.equalsIgnoreCase(NAME) || name.equalsIgnoreCase(HOST_NAME);
    }

    static void set(ServerRequest request, ServerResponse response, String secret) {
        write(request, response, secret, Sessions.LIFETIME);
    }

    /** Takes the cookie out of the browser. */
    public static void clear(ServerRequest request, ServerResponse response) {
        write(request, response, "", Duration.ZERO);
    }

    private static void write(ServerRequest request, ServerResponse response, String secret, Duration age) {
        String rest = "; Max-Age=" + age.toSeconds() + "; HttpOnly; SameSite=Lax";
        if (isTls(request)) {
            response.headers().add(HeaderNames.SET_COOKIE, HOST_NAME + "=" + secret + "; Path=/; Secure" + rest);
            return;
        }
        response.headers()
                .add(
                        HeaderNames.SET_COOKIE,
                        NAME + "=" + secret + "; Path=/api/" + rest,
                        NAME + "=" + secret + "; Path=/hub/" + rest);
    }

    // A client that lies here takes the cookie from nobody but itself.
    static boolean isTls(ServerRequest request) {
        return request.isSecure()
                || request.headers()
                        .first(FORWARDED_PROTO)
                        .filter("https"::equalsIgnoreCase)
                        .isPresent();
    }
}
