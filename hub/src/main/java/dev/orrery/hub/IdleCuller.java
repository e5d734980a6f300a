package dev.orrery.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops servers that nobody uses. A server is asked once it is due by what the hub knows, and work in progress is never stopped;
 * one that does not answer is left alone, since nobody knows what runs there. A server that has told nothing for five minutes
 * is asked, too, so that a service with rules of its own, which sees the last activity alone, does not take a silent
 * computation for idleness.
 */
final class IdleCuller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IdleCuller.class);
    // As often as JupyterHub's single-user server tells of itself.
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final Servers servers;
    private final VisitorPasses passes;
    private final InstantSource clock;
    private final RunningWork work = new RunningWork();
    private final Map<ServerName, Instant> asked = new HashMap<>();
    private final Rounds rounds = new Rounds("idle-culler", this::look);

    IdleCuller(Servers servers, VisitorPasses passes, InstantSource clock) {
        this.servers = servers;
        this.passes = passes;
        this.clock = clock;
    }

    void start() {
        rounds.start();
    }

    /** Looks at all servers once. */
    void look() throws InterruptedException {
        List<UserServer> here = servers.here();
        asked.keySet().retainAll(here.stream().map(UserServer::key).toList());
        for (UserServer server : here) {
            if (isDue(server) || isSilent(server)) {
                asked.put(server.key(), clock.instant());
                ask(server);
            }
        }
    }

    private boolean isSilent(UserServer server) {
        Instant since = clock.instant().minus(SILENCE);
        return Stream.of(server.startedAt(), server.lastActivity(), asked.get(server.key()))
                .filter(Objects::nonNull)
                .noneMatch(since::isBefore);
    }

    private boolean isDue(UserServer server) {
        Instant now = clock.instant();
        return servers.culling()
                .due(server)
                .filter(due -> !due.at().isAfter(now))
                .isPresent();
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
        rounds.close();
        work.close();
    }
}
