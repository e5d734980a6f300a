package dev.orrery.hub;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import dev.orrery.identity.Secrets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code /hub/accept-share?code=…}: where whoever was given a code takes up the share. */
final class ShareAcceptance {
    static final String PATH = "/hub/accept-share";

    private final JdbcShareStore shares;
    private final Servers servers;
    private final InstantSource clock;

    ShareAcceptance(JdbcShareStore shares, Servers servers, InstantSource clock) {
        this.shares = shares;
        this.servers = servers;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(PATH, Scope.PUBLIC, exchange -> accept(exchange, false)),
                Endpoint.post(PATH, Scope.PUBLIC, exchange -> accept(exchange, true)));
    }

    private void accept(Exchange exchange, boolean confirmed) {
        if (!(exchange.caller() instanceof Caller.User visitor) || visitor.session() == null) {
            exchange.redirect(HubRoutes.login(HubRoutes.pathAndQuery(exchange)));
            return;
        }
        String hash = Secrets.hash(exchange.query("code").orElse(""));
        Optional<Share.Code> code = shares.code(hash, clock.instant());
        if (code.isEmpty()) {
            exchange.deed().as("accept share").refused("bad-code");
            HubPages.send(
                    exchange.response(),
                    404,
                    "This link is not valid",
                    "It is mistyped, or its time is over. Ask for a new one.");
            return;
        }
        ServerName server = code.get().server();
        if (server.user().equals(visitor.name())) {
            HubPages.send(exchange.response(), 403, "This is your own server", "You need no share of it.");
            return;
        }
        if (!confirmed) {
            HubPages.confirm(
                    exchange.response(),
                    HubRoutes.pathAndQuery(exchange),
                    "Open the server of " + server.user() + "?",
                    server.user() + " shares it with you: "
                            + String.join(", ", code.get().scopes()) + ". What you do there is done as " + server.user()
                            + ", who sees that you came.");
            return;
        }
        exchange.deed().as("accept share").about(server.text());
        var _ = shares.accept(hash, visitor.name(), clock.instant());
        exchange.redirect(servers.hosts().url(server.user(), server.prefix()));
    }
}
