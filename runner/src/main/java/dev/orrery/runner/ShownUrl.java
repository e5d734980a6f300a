package dev.orrery.runner;

import java.util.regex.Pattern;

/** Addresses as they may be shown and kept: without a password, and without the secret parts of a signed link. */
final class ShownUrl {
    private static final Pattern LOGIN = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/?#]*@");
    private static final Pattern SECRET = Pattern.compile(
            "([?&][^=&#]*(?:sig|token|credential|password|secret|key)[^=&#]*=)[^&#]*", Pattern.CASE_INSENSITIVE);

    private ShownUrl() {}

    /** Paths that are no addresses stay as they are. */
    static String of(String path) {
        if (!path.contains("://")) {
            return path;
        }
        return SECRET.matcher(LOGIN.matcher(path).replaceFirst("$1")).replaceAll("$1...");
    }
}
