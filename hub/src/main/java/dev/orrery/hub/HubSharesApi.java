package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.Identity;
import dev.orrery.identity.grant.Subject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /hub/api/shares} and {@code …/shared}: what owners let others do with their servers. */
final class HubSharesApi {
    private static final String API = "/hub/api";
    private static final String SHARED = "/shared/{owner}/";
    private static final Set<String> MEMBERS = Set.of("user", "group", "scopes");

    private final HubAccess access;
    private final Identity identity;
    private final SharedServers shared;
    private final JdbcShareStore shares;
    private final JdbcGroupStore groups;
    private final InstantSource clock;
    private final ShareModels models;

    HubSharesApi(
            HubAccess access,
            Identity identity,
            SharedServers shared,
            JdbcShareStore shares,
            JdbcGroupStore groups,
            ShareModels models,
            InstantSource clock) {
        this.access = access;
        this.identity = identity;
        this.shared = shared;
        this.shares = shares;
        this.groups = groups;
        this.models = models;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(API + "/shares/{name}", Scope.HUB, this::ofOwner),
                // Without a server there is only the list.
                Endpoint.post(API + "/shares/{name}", Scope.HUB, shared::refuse),
                Endpoint.patch(API + "/shares/{name}", Scope.HUB, shared::refuse),
                Endpoint.delete(API + "/shares/{name}", Scope.HUB, shared::refuse),
                Endpoint.get(API + "/shares/{name}/", Scope.HUB, this::list),
                Endpoint.get(API + "/shares/{name}/{server}", Scope.HUB, this::list),
                Endpoint.post(API + "/shares/{name}/", Scope.HUB, this::grant),
                Endpoint.post(API + "/shares/{name}/{server}", Scope.HUB, this::grant),
                Endpoint.patch(API + "/shares/{name}/", Scope.HUB, this::revoke),
                Endpoint.patch(API + "/shares/{name}/{server}", Scope.HUB, this::revoke),
                Endpoint.delete(API + "/shares/{name}/", Scope.HUB, this::revokeAll),
                Endpoint.delete(API + "/shares/{name}/{server}", Scope.HUB, this::revokeAll),
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
        String owner = shared.owner(exchange, "read:shares");
        page(exchange, shares.ofOwner(owner));
    }

    private void list(Exchange exchange) {
        page(exchange, shares.of(shared.server(exchange, "read:shares")));
    }

    private void grant(Exchange exchange) {
        ServerName server = shared.server(exchange, "shares");
        ObjectNode body = body(exchange);
        Share.Recipient recipient = recipient(body);
        List<String> scopes = shared.scopes(exchange, body, server);
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
        ServerName server = shared.server(exchange, "shares");
        ObjectNode body = body(exchange);
        Share.Recipient recipient = recipient(body);
        List<String> scopes =
                body.path("scopes").isArray() && !body.path("scopes").isEmpty()
                        ? ShareScopes.of(body, server)
                        : List.of();
        exchange.deed().as("end share").about(server.text() + " with " + recipient.name());
        exchange.json(
                200, shares.revoke(server, recipient, scopes).map(models::of).orElse(Map.of()));
    }

    private void revokeAll(Exchange exchange) {
        shares.revokeAll(shared.server(exchange, "shares"));
        exchange.empty(204);
    }

    private void withUser(Exchange exchange) {
        String user = shared.owner(exchange, "read:users:shares");
        page(exchange, shares.with(user, groups.groupsOf(user)));
    }

    private void oneWithUser(Exchange exchange) {
        String user = shared.owner(exchange, "read:users:shares");
        exchange.json(200, models.of(one(exchange, new Share.Recipient(Share.Kind.USER, user))));
    }

    private void leave(Exchange exchange) {
        String user = shared.owner(exchange, "users:shares");
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
        ServerName server = new ServerName(exchange.path("owner"), SharedServers.segment(exchange));
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

    private static ObjectNode body(Exchange exchange) {
        ObjectNode body = HubBody.orEmpty(exchange);
        HubBody.requireKnown(body, MEMBERS);
        HubBody.textsOrNull(body, "scopes");
        return body;
    }

    private static Share.Recipient recipient(JsonNode body) {
        String user = body.path("user").stringValue("");
        String group = body.path("group").stringValue("");
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
}
