package dev.orrery.http;

import io.helidon.webserver.http.HttpRouting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the server's log what nobody sends by accident, and where it came from: what is no request, and paths that climb or hide
 * something. What reaches an endpoint is the audit log's business. So many lines a minute, or anybody could fill the disk.
 */
public final class Suspicions {
    private static final Logger LOG = LoggerFactory.getLogger(Suspicions.class);
    static final int A_MINUTE = 30;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int LONGEST = 200;

    /** Of a path, in lower case: a step up, a separator or an end of a text that is written so as not to look like one. */
    private static final List<String> MARKS = List.of("..", "%2e", "%2f", "%5c", "\\", "%00", "%0a", "%0d", "%25");

    private static final Pattern CLIMBS =
            Pattern.compile("(^|/|%2f|\\\\|%5c)(\\.|%2e){2}($|/|%2f|\\\\|%5c)", Pattern.CASE_INSENSITIVE);

    /** Below these a path is a user's own, who may call a file what he likes. */
    private static final List<String> OTHERS = List.of("/user/", "/services/");

    private long since = System.nanoTime();
    private int said;
    private int held;

    /** From now on. */
    public void watch(HttpRouting.Builder routing) {
        routing.addFilter((chain, request, response) -> {
            String path = request.prologue().uriPath().rawPath();
            if (isSuspicious(path)) {
                String from = TrustedProxies.client(request);
                String what = request.prologue().method().text() + " " + path;
                response.whenSent(() -> {
                    // A step up is none that a browser sends: the page would answer it, too, as it answers all that it
                    // does not know.
                    if (response.status().code() >= 400 || CLIMBS.matcher(path).find()) {
                        note(from, what, "answered " + response.status().code());
                    }
                });
            }
            chain.proceed();
        });
    }

    static boolean isSuspicious(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return OTHERS.stream().noneMatch(lower::startsWith) && MARKS.stream().anyMatch(lower::contains);
    }

    /**
     * Writes one down.
     *
     * @param from the client's address
     * @param what it sent, which may be anything
     */
    void note(String from, String what, String why) {
        int missed = lets();
        if (missed > 0) {
            LOG.warn("{} more suspicious requests do not stand here: only {} a minute do", missed, A_MINUTE);
        }
        if (missed >= 0) {
            LOG.warn("Suspicious: {} sent {} ({})", from, plain(what), why);
        }
    }

    /** How many were held back in the minute that has ended; -1 where this one is held back, too. */
    private synchronized int lets() {
        int missed = 0;
        long now = System.nanoTime();
        if (now - since > MINUTE) {
            missed = held;
            since = now;
            said = 0;
            held = 0;
        }
        if (said >= A_MINUTE) {
            held++;
            return -1;
        }
        said++;
        return missed;
    }

    private static String plain(String text) {
        String clipped = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return clipped.chars()
                .map(c -> c < 0x20 || c > 0x7e ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
