package dev.orrery.identity;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * The browser session's cookie. It is set twice, below {@code /api/} and {@code /hub/}, never at {@code /}: so the browser
 * does not send it to user servers, whose code belongs to someone else.
 */
public final class SessionCookie {
    public static final String NAME = "orrery-session";

    private static final HeaderName FORWARDED_PROTO = HeaderNames.create("X-Forwarded-Proto");

    private SessionCookie() {}

    static Optional<String> read(ServerRequest request) {
        return request.headers().cookies().first(NAME).asOptional().filter(value -> !value.isEmpty());
    }

    static void set(ServerRequest request, ServerResponse response, String secret) {
        write(request, response, secret, Sessions.LIFETIME);
    }

    /** Takes the cookie out of the browser. */
    public static void clear(ServerRequest request, ServerResponse response) {
        write(request, response, "", Duration.ZERO);
    }

    private static void write(ServerRequest request, ServerResponse response, String secret, Duration age) {
        String rest = "; Max-Age=" + age.toSeconds() + "; HttpOnly; SameSite=Lax" + (isTls(request) ? "; Secure" : "");
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
