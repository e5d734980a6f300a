package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /hub/api/share-codes}: codes that whoever has one may exchange for a share. */
final class HubShareCodesApi {
    private static final String CODES = "/hub/api/share-codes/{name}";
    private static final Set<String> MEMBERS = Set.of("scopes", "expires_in");
    private static final Duration CODE_LIFETIME = Duration.ofDays(1);
    private static final long SHORTEST = 60;
    private static final long LONGEST = Duration.ofDays(365).toSeconds();

    private final SharedServers shared;
    private final JdbcShareStore shares;
    private final ShareModels models;
    private final InstantSource clock;

    HubShareCodesApi(SharedServers shared, JdbcShareStore shares, ShareModels models, InstantSource clock) {
        this.shared = shared;
        this.shares = shares;
        this.models = models;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(CODES, Scope.HUB, this::codesOfOwner),
                // Without a server there is only the list.
                Endpoint.post(CODES, Scope.HUB, shared::refuse),
                Endpoint.delete(CODES, Scope.HUB, shared::refuse),
                Endpoint.get(CODES + "/", Scope.HUB, this::codes),
                Endpoint.get(CODES + "/{server}", Scope.HUB, this::codes),
                Endpoint.post(CODES + "/", Scope.HUB, this::makeCode),
                Endpoint.post(CODES + "/{server}", Scope.HUB, this::makeCode),
                Endpoint.delete(CODES + "/", Scope.HUB, this::deleteCodes),
                Endpoint.delete(CODES + "/{server}", Scope.HUB, this::deleteCodes));
    }

    private void codesOfOwner(Exchange exchange) {
        page(exchange, shares.codesOfOwner(shared.owner(exchange, "read:shares")));
    }

    private void codes(Exchange exchange) {
        page(exchange, shares.codesOf(shared.server(exchange, "read:shares")));
    }

    private void makeCode(Exchange exchange) {
        ServerName server = shared.server(exchange, "shares");
        ObjectNode body = HubBody.orEmpty(exchange);
        HubBody.requireKnown(body, MEMBERS);
        HubBody.textsOrNull(body, "scopes");
        long seconds = seconds(body);
        Instant now = clock.instant();
        String secret = Secrets.random("");
        Share.Code code = new Share.Code(
                "sc_" + Secrets.randomId(),
                server,
                shared.scopes(exchange, body, server),
                now,
                now.plusSeconds(seconds),
                0,
                null);
        shares.add(code, Secrets.hash(secret));
        Map<String, @Nullable Object> model = models.of(code);
        model.put("code", secret);
        model.put("accept_url", ShareAcceptance.PATH + "?code=" + secret);
        model.put("full_accept_url", null);
        exchange.json(200, model);
    }

    private void deleteCodes(Exchange exchange) {
        ServerName server = shared.server(exchange, "shares");
        Optional<String> hash = exchange.query("code").map(Secrets::hash);
        Optional<String> id = exchange.query("id");
        int deleted = shares.deleteCodes(server, hash, id);
        if (deleted == 0 && (hash.isPresent() || id.isPresent())) {
            throw Problem.notFound("No matching code found");
        }
        exchange.empty(204);
    }

    /** A number, or a text that is one. */
    private static long seconds(JsonNode body) {
        JsonNode given = body.path("expires_in");
        if (given.isMissingNode()) {
            return CODE_LIFETIME.toSeconds();
        }
        long seconds = given.isIntegralNumber() || given.isString() ? given.asLong(-1) : -1;
        if (seconds < SHORTEST || seconds > LONGEST) {
            throw Problem.badRequest(
                    "bad-lifetime", "'expires_in' must be " + SHORTEST + " to " + LONGEST + " seconds.");
        }
        return seconds;
    }

    private void page(Exchange exchange, List<Share.Code> all) {
        HubPage.of(exchange).inItsPlace().answer(exchange, all, models::of);
    }
}
