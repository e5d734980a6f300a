package dev.orrery.hub.proxy;

import dev.orrery.identity.IdentityAuthenticator;
import dev.orrery.identity.SessionCookie;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What of a request or an answer is the platform's own credential, which a user server must neither see nor set. */
final class Credentials {
    private static final String TOKEN = "token=";

    private Credentials() {}

    /** A {@code Cookie} header's value without the session; empty where nothing else is in it. */
    static String withoutSession(String cookies) {
        if (Arrays.stream(cookies.split(";", -1)).noneMatch(Credentials::isSession)) {
            return cookies; // byte for byte
        }
        return Arrays.stream(cookies.split(";", -1))
                .filter(cookie -> !isSession(cookie))
                .map(String::strip)
                .collect(Collectors.joining("; "));
    }

    /** Whether a cookie, or a {@code Set-Cookie} header's value, is the session's. */
    static boolean isSession(String cookie) {
        int equals = cookie.indexOf('=');
        return SessionCookie.isNamed((equals < 0 ? cookie : cookie.substring(0, equals)).strip());
    }

    /** An {@code Authorization} header's value with the token swapped; others as they are. */
    static String swapped(String authorization, UnaryOperator<String> swap) {
        return IdentityAuthenticator.token(authorization)
                .map(token -> authorization.strip().split(" ", 2)[0] + " " + swap.apply(token))
                .orElse(authorization);
    }

    /** A raw query with the token swapped, where it holds one as {@code token=}; everything else byte for byte. */
    static String swappedInQuery(String query, UnaryOperator<String> swap) {
        if (!query.contains(TOKEN)) {
            return query;
        }
        return Arrays.stream(query.split("&", -1))
                .map(pair -> pair.startsWith(TOKEN) ? TOKEN + swap.apply(pair.substring(TOKEN.length())) : pair)
                .collect(Collectors.joining("&"));
    }
}
