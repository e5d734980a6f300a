package dev.orrery.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops servers that nobody uses. A server is asked only once it is due by what the hub knows, and work in progress is never
 * stopped; one that does not answer is left alone, since nobody knows what runs there.
 */
final class IdleCuller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IdleCuller.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Servers servers;
    private final VisitorPasses passes;
    private final InstantSource clock;
    private final RunningWork work = new RunningWork();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("idle-culler").daemon().factory());

    IdleCuller(Servers servers, VisitorPasses passes, InstantSource clock) {
        this.servers = servers;
        this.passes = passes;
        this.clock = clock;
    }

    void start() {
        var _ = rounds.scheduleWithFixedDelay(this::round, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void round() {
        try {
            look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Looking for servers that nobody uses broke off; it begins anew in a minute", e);
        }
    }

    /** Looks at all servers once. */
    void look() throws InterruptedException {
        for (UserServer server : servers.here()) {
            if (isDue(server)) {
                ask(server);
            }
        }
    }

    private boolean isDue(UserServer server) {
        Instant now = clock.instant();
        return servers.culling().due(server).filter(due -> !due.at().isAfter(now)).isPresent();
    }

    private void ask(UserServer server) throws InterruptedException {
        Integer port = server.port();
        if (port == null) {
            return;
        }
        Optional<RunningWork.Seen> seen = work.ask(port, server.key(), passes.ofPlatform(server.key()));
        if (seen.isEmpty()) {
            LOG.warn("The server {} does not say whether something runs in it, so it is not stopped", server.key());
            return;
        }
        Instant last = seen.get().isBusy() ? clock.instant() : seen.get().last();
        if (last != null && !last.isAfter(clock.instant())) {
            servers.active(server.user(), server.name(), last);
        }
        UserServer now = servers.get(server.key());
        if (!seen.get().isBusy() && isDue(now)) {
            servers.culling().due(now).ifPresent(due -> {
                LOG.info("The server {} is stopped after {}", server.key(), due.why());
                servers.stop(server.key(), "Stopped after " + due.why());
            });
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        work.close();
    }
}
