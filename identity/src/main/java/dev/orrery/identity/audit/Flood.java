package dev.orrery.identity.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds back refused requests of nobody known, past a number a minute from one address: anybody could fill the log otherwise. */
final class Flood {
    private static final Logger LOG = LoggerFactory.getLogger(Flood.class);
    static final int A_MINUTE = 60;
    private static final int MAX_ADDRESSES = 5_000;

    private final InstantSource clock;
    private final Map<String, Integer> seen = new HashMap<>();
    private Instant since = Instant.EPOCH;

    Flood(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether one more from there is written down. */
    synchronized boolean lets(String address) {
        Instant now = clock.instant();
        if (!now.isBefore(since.plus(Duration.ofMinutes(1)))) {
            seen.clear();
            since = now;
        }
        if (seen.size() >= MAX_ADDRESSES && !seen.containsKey(address)) {
            return false;
        }
        int count = seen.merge(address, 1, Integer::sum);
        if (count == A_MINUTE + 1) {
            LOG.warn(
                    "More than {} refused requests in a minute from {}: the rest is not in the audit log",
                    A_MINUTE,
                    address);
        }
        return count <= A_MINUTE;
    }
}
