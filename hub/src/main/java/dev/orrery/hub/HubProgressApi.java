package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.EventStream;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** {@code …/progress}: how far a server's start is, as server-sent events. */
final class HubProgressApi {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PING = Duration.ofSeconds(8);

    private final NamedServers names;
    private final Servers servers;
    private final InstantSource clock;

    HubProgressApi(NamedServers names, Servers servers, InstantSource clock) {
        this.names = names;
        this.servers = servers;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(NamedServers.DEFAULT + "/progress", Scope.HUB, this::progress),
                Endpoint.get(NamedServers.NAMED + "/progress", Scope.HUB, this::progress));
    }

    private void progress(Exchange exchange) throws IOException, InterruptedException {
        ServerName name = names.require(exchange, "read:servers");
        UserServer server = servers.find(name)
                .filter(one -> one.state() == ServerState.STARTING
                        || one.state() == ServerState.READY
                        || one.state() == ServerState.FAILED)
                .orElseThrow(() -> Problem.notFound(name.text() + " is not pending or running"));
        try (EventStream events = EventStream.open(exchange)) {
            follow(events, name, server);
        }
    }

    private void follow(EventStream events, ServerName name, UserServer first)
            throws IOException, InterruptedException {
        UserServer told = null;
        UserServer now = first;
        Instant spoken = clock.instant();
        while (now.state() == ServerState.STARTING) {
            if (told == null || told.progress() != now.progress() || !same(told, now)) {
                events.send(Map.of("progress", now.progress(), "message", String.valueOf(now.message())));
                told = now;
                spoken = clock.instant();
            } else if (clock.instant().isAfter(spoken.plus(PING))) {
                events.ping();
                spoken = clock.instant();
            }
            Thread.sleep(LOOK);
            now = servers.get(name);
        }
        if (now.state() == ServerState.READY) {
            String url = now.prefix();
            events.send(Map.of(
                    "progress",
                    100,
                    "ready",
                    true,
                    "message",
                    "Server ready at " + url,
                    "html_message",
                    "Server ready at <a href=\"" + url + "\">" + url + "</a>",
                    "url",
                    url));
        } else {
            String why = now.message() == null ? "The server did not start." : now.message();
            events.send(Map.of("progress", 100, "failed", true, "message", "Spawn failed: " + why));
        }
    }

    private static boolean same(UserServer one, UserServer other) {
        return String.valueOf(one.message()).equals(String.valueOf(other.message()));
    }
}
