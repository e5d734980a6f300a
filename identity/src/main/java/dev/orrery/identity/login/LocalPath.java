package dev.orrery.identity.login;

import dev.orrery.http.Exchange;
import java.util.List;

/** A path of this very host, to go on to after a login: never another site's. */
public final class LocalPath {
    private LocalPath() {}

    /** A browser takes {@code //x} and {@code /\x} for another host, and drops tabs and line ends first. */
    public static boolean isLocal(String next) {
        return next.startsWith("/")
                && List.of("//", "/\\").stream().noneMatch(next::startsWith)
                && next.chars().noneMatch(c -> c <= 0x20 || c == 0x7f);
    }

    /** Where a request wants to go {@code next}: the start page where it does not say; so, too, where that is elsewhere, which is written down. */
    public static String of(Exchange exchange) {
        String next = exchange.query("next").filter(text -> !text.isEmpty()).orElse("/");
        if (!isLocal(next)) {
            exchange.deed().about(next).refused("other-site");
        }
        return or(next, "/");
    }

    /** The path where it is local, else another. */
    public static String or(String next, String otherwise) {
        return isLocal(next) ? next : otherwise;
    }
}
