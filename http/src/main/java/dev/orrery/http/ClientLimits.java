package dev.orrery.http;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * What the web server bears of a client, so that none holds a connection for ever.
 *
 * @param headBytes of a request's first line, and of its headers; more is refused with 414 and 431
 * @param head from a request's first byte to the end of its headers
 * @param idle between two requests
 * @param read between two parts of a request's body
 * @param write until the client has taken a part of an answer, at most 16 KiB
 */
public record ClientLimits(int headBytes, Duration head, Duration idle, Duration read, Duration write) {
    public ClientLimits {
        if (headBytes < 1 || Stream.of(head, idle, read, write).anyMatch(time -> !time.isPositive())) {
            throw new IllegalArgumentException("Limits are more than 0.");
        }
    }

    public static ClientLimits defaults() {
        return new ClientLimits(
                64 * 1024,
                Duration.ofSeconds(30),
                Duration.ofSeconds(90),
                Duration.ofMinutes(2),
                Duration.ofMinutes(1));
    }

    /** How often it is looked whether a limit has passed. */
    Duration tick() {
        Duration least = Stream.of(head, idle, read, write)
                .min(Duration::compareTo)
                .orElseThrow()
                .dividedBy(3);
        return least.toMillis() < 1 ? Duration.ofMillis(1) : least;
    }
}
