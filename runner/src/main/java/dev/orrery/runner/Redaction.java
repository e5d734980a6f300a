package dev.orrery.runner;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the secrets of connections out of what is logged, also where a secret comes in several pieces: the end of a text is held
 * back for as long as it may be the beginning of one. Not for use by several threads at a time.
 */
final class Redaction {
    static final String PREFIX = "ORRERY_CONNECTION_";
    static final Redaction NONE = new Redaction(List.of());

    private static final String STARS = "***";

    /** What is shorter would be found by chance. */
    private static final int SHORTEST = 4;

    /** Where a URL holds one: behind the user, or in the query. */
    private static final Pattern SECRET = Pattern.compile(
            "://[^/?#@:]*:([^/?#]*)@|[?&][^=&#]*(?:password|pwd|secret|token|key|credential|sig)[^=&#]*=([^&#]+)",
            Pattern.CASE_INSENSITIVE);

    private final List<String> secrets;
    private final StringBuilder held = new StringBuilder();

    private Redaction(List<String> secrets) {
        this.secrets = secrets;
    }

    /** Of the URLs, and the passwords in them, that the environment of a task's process has. */
    static Redaction of(Map<String, String> environment) {
        TreeSet<String> found = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        environment.forEach((name, url) -> {
            Matcher matcher = SECRET.matcher(name.startsWith(PREFIX) ? url : "");
            while (matcher.find()) {
                String secret = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                found.add(url);
                found.add(secret);
                found.add(decoded(secret));
            }
        });
        found.removeIf(secret -> secret.length() < SHORTEST);
        return new Redaction(List.copyOf(found));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a percent sign that means itself
        }
    }

    /** A whole text without the secrets. */
    String whole(String text) {
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, STARS);
        }
        return shown;
    }

    /** What may be shown once {@code text} has come. */
    String next(String text) {
        if (secrets.isEmpty()) {
            return text;
        }
        String all = whole(held.append(text).toString());
        int keep = 0;
        for (String secret : secrets) {
            for (int length = Math.min(secret.length() - 1, all.length()); length > keep; length--) {
                if (all.endsWith(secret.substring(0, length))) {
                    keep = length;
                }
            }
        }
        held.setLength(0);
        held.append(all, all.length() - keep, all.length());
        return all.substring(0, all.length() - keep);
    }

    /** What was held back. */
    String rest() {
        String rest = held.toString();
        held.setLength(0);
        return rest;
    }
}
