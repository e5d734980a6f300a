package dev.orrery.hub.proxy;

import dev.orrery.identity.IdentityAuthenticator;
import dev.orrery.identity.SessionCookie;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What of a request or an answer is the platform's own credential, which a user server must neither see nor set. */
final class Credentials {
    private static final Pattern PLATFORM_TOKEN = Pattern.compile("orr[a-z]?_.*");

    private Credentials() {}

    /** A {@code Cookie} header's value without the session; empty where nothing else is in it. */
    static String withoutSession(String cookies) {
        if (!cookies.contains(SessionCookie.NAME)) {
            return cookies;
        }
        return Arrays.stream(cookies.split(";", -1))
                .map(String::strip)
                .filter(cookie -> !cookie.equals(SessionCookie.NAME) && !isSession(cookie))
                .collect(Collectors.joining("; "));
    }

    /** Whether a {@code Set-Cookie} header's value would replace the session. */
    static boolean isSession(String cookie) {
        int equals = cookie.indexOf('=');
        return equals >= 0
                && cookie.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals(SessionCookie.NAME);
    }

    static boolean isPlatformToken(String authorization) {
        return IdentityAuthenticator.token(authorization)
                .filter(token -> PLATFORM_TOKEN.matcher(token).matches())
                .isPresent();
    }
}
