package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.Identity;
import dev.orrery.identity.Secrets;
import dev.orrery.identity.grant.Access;
import dev.orrery.identity.grant.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /hub/api/shares}, {@code /share-codes} and {@code …/shared}: what owners let others do with their servers. */
final class HubSharesApi {
    private static final String API = "/hub/api";
    private static final String SHARED = "/shared/{owner}/";
    private static final Duration CODE_LIFETIME = Duration.ofDays(1);
    private static final long SHORTEST = 60;
    private static final long LONGEST = Duration.ofDays(365).toSeconds();

    private final HubAccess access;
    private final Identity identity;
    private final Servers servers;
    private final JdbcShareStore shares;
    private final JdbcGroupStore groups;
    private final InstantSource clock;
    private final ShareModels models;

    HubSharesApi(
            HubAccess access,
            Identity identity,
            Servers servers,
            JdbcShareStore shares,
            JdbcGroupStore groups,
            InstantSource clock) {
        this.access = access;
        this.identity = identity;
        this.servers = servers;
        this.shares = shares;
        this.groups = groups;
        this.clock = clock;
        this.models = new ShareModels(servers);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(API + "/shares/{name}", Scope.HUB, this::ofOwner),
                Endpoint.get(API + "/shares/{name}/", Scope.HUB, this::list),
                Endpoint.get(API + "/shares/{name}/{server}", Scope.HUB, this::list),
                Endpoint.post(API + "/shares/{name}/", Scope.HUB, this::grant),
                Endpoint.post(API + "/shares/{name}/{server}", Scope.HUB, this::grant),
                Endpoint.patch(API + "/shares/{name}/", Scope.HUB, this::revoke),
                Endpoint.patch(API + "/shares/{name}/{server}", Scope.HUB, this::revoke),
                Endpoint.delete(API + "/shares/{name}/", Scope.HUB, this::revokeAll),
                Endpoint.delete(API + "/shares/{name}/{server}", Scope.HUB, this::revokeAll),
                Endpoint.get(API + "/share-codes/{name}", Scope.HUB, this::codesOfOwner),
                Endpoint.get(API + "/share-codes/{name}/", Scope.HUB, this::codes),
                Endpoint.get(API + "/share-codes/{name}/{server}", Scope.HUB, this::codes),
                Endpoint.post(API + "/share-codes/{name}/", Scope.HUB, this::makeCode),
                Endpoint.post(API + "/share-codes/{name}/{server}", Scope.HUB, this::makeCode),
                Endpoint.delete(API + "/share-codes/{name}/", Scope.HUB, this::deleteCodes),
                Endpoint.delete(API + "/share-codes/{name}/{server}", Scope.HUB, this::deleteCodes),
                Endpoint.get(API + "/users/{name}/shared", Scope.HUB, this::withUser),
                Endpoint.get(API + "/users/{name}" + SHARED, Scope.HUB, this::oneWithUser),
                Endpoint.get(API + "/users/{name}" + SHARED + "{server}", Scope.HUB, this::oneWithUser),
                Endpoint.delete(API + "/users/{name}" + SHARED, Scope.HUB, this::leave),
                Endpoint.delete(API + "/users/{name}" + SHARED + "{server}", Scope.HUB, this::leave),
                Endpoint.get(API + "/groups/{group}/shared", Scope.HUB, this::withGroup),
                Endpoint.get(API + "/groups/{group}" + SHARED, Scope.HUB, this::oneWithGroup),
                Endpoint.get(API + "/groups/{group}" + SHARED + "{server}", Scope.HUB, this::oneWithGroup),
                Endpoint.delete(API + "/groups/{group}" + SHARED, Scope.HUB, this::groupLeaves),
                Endpoint.delete(API + "/groups/{group}" + SHARED + "{server}", Scope.HUB, this::groupLeaves));
    }

    private void ofOwner(Exchange exchange) {
        String owner = owner(exchange, "read:shares");
        page(exchange, shares.ofOwner(owner));
    }

    private void list(Exchange exchange) {
        page(exchange, shares.of(server(exchange, "read:shares")));
    }

    private void grant(Exchange exchange) {
        ServerName server = server(exchange, "shares");
        JsonNode body = exchange.body(JsonNode.class);
        Share.Recipient recipient = recipient(body);
        List<String> scopes = scopes(exchange, body, server);
        switch (recipient.kind()) {
            case USER -> requireName(exchange, "read:users:name", access.subject(recipient.name()), "users");
            case GROUP -> requireName(exchange, "read:groups:name", new Subject.Group(recipient.name()), "groups");
        }
        if (!isThere(recipient)) {
            throw Problem.badRequest(
                    "no-recipient", "No such " + recipient.kind().text() + ": " + recipient.name());
        }
        exchange.deed().as("share server").about(server.text() + " with " + recipient.name());
        exchange.json(200, models.of(shares.grant(server, recipient, scopes, clock.instant())));
    }

    private void requireName(Exchange exchange, String scope, Subject subject, String whom) {
        if (!access.of(exchange).may(scope, subject)) {
            throw Problem.forbidden("Need scope '" + scope + "' to share with " + whom + " by name");
        }
    }

    private void revoke(Exchange exchange) {
        ServerName server = server(exchange, "shares");
        JsonNode body = exchange.body(JsonNode.class);
        Share.Recipient recipient = recipient(body);
        List<String> scopes = body.path("scopes").isArray() ? ShareScopes.of(body, server) : List.of();
        exchange.deed().as("end share").about(server.text() + " with " + recipient.name());
        exchange.json(
                200, shares.revoke(server, recipient, scopes).map(models::of).orElse(Map.of()));
    }

    private void revokeAll(Exchange exchange) {
        shares.revokeAll(server(exchange, "shares"));
        exchange.empty(204);
    }

    private void codesOfOwner(Exchange exchange) {
        codePage(exchange, shares.codesOfOwner(owner(exchange, "read:shares")));
    }

    private void codes(Exchange exchange) {
        codePage(exchange, shares.codesOf(server(exchange, "read:shares")));
    }

    private void makeCode(Exchange exchange) {
        ServerName server = server(exchange, "shares");
        JsonNode body = HubUsersApi.body(exchange).orElse(Exchange.JSON.createObjectNode());
        long seconds = body.path("expires_in").asLong(CODE_LIFETIME.toSeconds());
        if (seconds < SHORTEST || seconds > LONGEST) {
            throw Problem.badRequest(
                    "bad-lifetime", "'expires_in' must be " + SHORTEST + " to " + LONGEST + " seconds.");
        }
        Instant now = clock.instant();
        String secret = Secrets.random("");
        Share.Code code = new Share.Code(
                "sc_" + Secrets.randomId(),
                server,
                scopes(exchange, body, server),
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
        ServerName server = server(exchange, "shares");
        Optional<String> hash = exchange.query("code").map(Secrets::hash);
        Optional<String> id = exchange.query("id");
        int deleted = shares.deleteCodes(server, hash, id);
        if (deleted == 0 && (hash.isPresent() || id.isPresent())) {
            throw Problem.notFound("No matching code found");
        }
        exchange.empty(204);
    }

    private void withUser(Exchange exchange) {
        String user = owner(exchange, "read:users:shares");
        page(exchange, shares.with(user, groups.groupsOf(user)));
    }

    private void oneWithUser(Exchange exchange) {
        String user = owner(exchange, "read:users:shares");
        exchange.json(200, models.of(one(exchange, new Share.Recipient(Share.Kind.USER, user))));
    }

    private void leave(Exchange exchange) {
        String user = owner(exchange, "users:shares");
        Share share = one(exchange, new Share.Recipient(Share.Kind.USER, user));
        shares.revoke(share.server(), share.recipient(), List.of());
        exchange.empty(204);
    }

    private void withGroup(Exchange exchange) {
        page(exchange, shares.with(group(exchange, "read:groups:shares")));
    }

    private void oneWithGroup(Exchange exchange) {
        exchange.json(200, models.of(one(exchange, group(exchange, "read:groups:shares"))));
    }

    private void groupLeaves(Exchange exchange) {
        Share share = one(exchange, group(exchange, "groups:shares"));
        shares.revoke(share.server(), share.recipient(), List.of());
        exchange.empty(204);
    }

    private Share one(Exchange exchange, Share.Recipient recipient) {
        ServerName server = new ServerName(exchange.path("owner"), segment(exchange));
        return shares.find(server, recipient)
                .orElseThrow(() -> Problem.notFound("No such share for "
                        + recipient.kind().text() + " " + recipient.name() + " on " + server.text()));
    }

    private Share.Recipient group(Exchange exchange, String scope) {
        String name = exchange.path("group");
        access.require(exchange, new Subject.Group(name), scope);
        if (groups.find(name).isEmpty()) {
            throw Problem.notFound("No such group: " + name);
        }
        return new Share.Recipient(Share.Kind.GROUP, name);
    }

    private String owner(Exchange exchange, String scope) {
        String name = exchange.path("name");
        access.require(exchange, access.subject(name), scope);
        if (identity.user(name).isEmpty()) {
            throw Problem.notFound("No such user: " + name);
        }
        return name;
    }

    private ServerName server(Exchange exchange, String scope) {
        ServerName server = new ServerName(exchange.path("name"), segment(exchange));
        access.require(exchange, access.subject(server), scope);
        if (!ServerName.isValid(server.name())
                || identity.user(server.user()).isEmpty()
                || servers.find(server).isEmpty()) {
            throw Problem.notFound("No such server: " + server.text());
        }
        return server;
    }

    /** The server's name, which is empty where the path ends with a slash. */
    private static String segment(Exchange exchange) {
        String path = exchange.request().prologue().uriPath().rawPath();
        return path.endsWith("/") ? "" : exchange.path("server");
    }

    private List<String> scopes(Exchange exchange, JsonNode body, ServerName server) {
        List<String> scopes = ShareScopes.of(body, server);
        Access caller = access.of(exchange);
        for (String scope : scopes) {
            if (!caller.may(ShareScopes.withoutFilter(scope), access.subject(server))) {
                throw Problem.forbidden("Do not have permission to grant share with scope " + scope);
            }
        }
        return scopes;
    }

    private static Share.Recipient recipient(JsonNode body) {
        String user = body.path("user").asString("");
        String group = body.path("group").asString("");
        if (user.isEmpty() == group.isEmpty()) {
            throw Problem.badRequest("bad-body", "Specify exactly one of `user` or `group`");
        }
        return user.isEmpty()
                ? new Share.Recipient(Share.Kind.GROUP, group)
                : new Share.Recipient(Share.Kind.USER, user);
    }

    private boolean isThere(Share.Recipient recipient) {
        return switch (recipient.kind()) {
            case USER -> identity.user(recipient.name()).isPresent();
            case GROUP -> groups.find(recipient.name()).isPresent();
        };
    }

    private void page(Exchange exchange, List<Share> all) {
        HubPage.of(exchange).inItsPlace().answer(exchange, all, models::of);
    }

    private void codePage(Exchange exchange, List<Share.Code> all) {
        HubPage.of(exchange).inItsPlace().answer(exchange, all, models::of);
    }
}
