package dev.orrery.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the homes of those whose servers run here, and stops servers of homes that hold too much for too long. */
final class QuotaKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaKeeper.class);
    /** Of a home that is far from its quota. */
    private static final Duration SELDOM = Duration.ofMinutes(5);

    private final Servers servers;
    private final InstantSource clock;
    private final Rounds rounds = new Rounds("quota-keeper", this::look);

    QuotaKeeper(Servers servers, InstantSource clock) {
        this.servers = servers;
        this.clock = clock;
    }

    void start() {
        rounds.start();
    }

    /** Looks at all homes of servers here once. */
    void look() {
        List<UserServer> here = servers.here();
        here.stream()
                .map(UserServer::user)
                .distinct()
                .filter(this::isToBeMeasured)
                .forEach(servers.usage()::measure);
        for (UserServer server : here) {
            Optional<Instant> due = servers.stopsForQuota(server);
            if (due.filter(at -> !at.isAfter(clock.instant())).isPresent()) {
                String why = servers.usage()
                        .last(server.user())
                        .map(QuotaKeeper::words)
                        .orElseThrow();
                LOG.info("The server {} is stopped: {}", server.key(), why);
                servers.stop(server.key(), "Stopped: " + why);
            }
        }
    }

    private boolean isToBeMeasured(String user) {
        Optional<HomeUsage.Measured> last = servers.usage().last(user);
        return servers.quota(user).bytes() != null
                && last.filter(seen -> seen.state() == Quota.State.FINE)
                        .filter(seen -> clock.instant().isBefore(seen.at().plus(SELDOM)))
                        .isEmpty();
    }

    static String words(HomeUsage.Measured seen) {
        Long quota = seen.quota().bytes();
        return "your home folder holds " + Quota.words(seen.used()) + " of " + Quota.words(quota == null ? 0 : quota)
                + ", so start it, delete what you do not need, and mind that it stops again in "
                + Quota.TO_TIDY_UP.toMinutes() + " minutes otherwise";
    }

    @Override
    public void close() {
        rounds.close();
    }
}
