package dev.orrery.scheduler;

import dev.orrery.dag.template.RunTime;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What templates see of a connection, taken from its URL as everybody may see it. */
final class ShownConnection {
    private static final Pattern URL = Pattern.compile(
            "([^:]+)://(?:([^:@/]*)(?::[^@/]*)?@)?(\\[[^]/]*]|[^:/]*)(?::([0-9]{1,5}))?(?:/([^?]*))?(?:\\?.*)?");

    private ShownConnection() {}

    static RunTime.Connection of(String id, String shown) {
        Matcher url = URL.matcher(shown);
        if (!url.matches()) { // such as two hosts: what cannot be told apart is not given
            return new RunTime.Connection(id, type(shown.substring(0, shown.indexOf(':'))), null, null, null, null);
        }
        String port = url.group(4);
        return new RunTime.Connection(
                id,
                type(url.group(1)),
                part(url.group(3)),
                port == null ? null : Integer.valueOf(port),
                part(url.group(2)),
                part(url.group(5)));
    }

    /** Airflow's word for it: without SQLAlchemy's driver, {@code postgres} for {@code postgresql}. */
    private static String type(String scheme) {
        String type = scheme.replaceFirst("[+].*", "").toLowerCase(Locale.ROOT).replace('-', '_');
        return type.equals("postgresql") ? "postgres" : type;
    }

    private static @Nullable String part(@Nullable String text) {
        return text == null || text.isEmpty()
                ? null
                : URLDecoder.decode(
                        text.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
    }
}
