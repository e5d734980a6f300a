package dev.orrery.hub;

import dev.orrery.launch.Homes;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much home folders hold, as last measured; each is measured by walking through it, one at a time. */
final class HomeUsage {
    private static final Logger LOG = LoggerFactory.getLogger(HomeUsage.class);

    private final Homes homes;
    private final ServerSpecs specs;
    private final InstantSource clock;
    private final Map<String, Measured> measured = new ConcurrentHashMap<>();
    private final ReentrantLock walking = new ReentrantLock();

    HomeUsage(Homes homes, ServerSpecs specs, InstantSource clock) {
        this.homes = homes;
        this.specs = specs;
        this.clock = clock;
    }

    /**
     * @param over since when it has held more than its quota, as far as this process knows; null: it does not
     */
    record Measured(
            long used, Quota quota, Instant at, @Nullable Instant over) {
        Quota.State state() {
            return quota.state(used);
        }
    }

    Optional<Measured> last(String user) {
        return Optional.ofNullable(measured.get(user));
    }

    /** Measures a user's home now; the last figure where that cannot be done. */
    Optional<Measured> measure(String user) {
        walking.lock();
        try {
            long used = homes.size(user);
            Quota quota = specs.quota(user);
            Instant now = clock.instant();
            Measured before = measured.get(user);
            Instant since = before == null || before.over() == null ? now : before.over();
            measured.put(user, new Measured(used, quota, now, quota.state(used) == Quota.State.OVER ? since : null));
        } catch (IOException e) {
            LOG.warn("The home of {} cannot be measured: {}", user, e.toString());
        } finally {
            walking.unlock();
        }
        return last(user);
    }
}
