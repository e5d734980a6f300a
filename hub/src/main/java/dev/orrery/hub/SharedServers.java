package dev.orrery.hub;

import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.identity.Identity;
import dev.orrery.identity.grant.Access;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Whose server a path of the shares' API is about, and what the caller may give away of it. */
final class SharedServers {
    private final HubAccess access;
    private final Identity identity;
    private final Servers servers;

    SharedServers(HubAccess access, Identity identity, Servers servers) {
        this.access = access;
        this.identity = identity;
        this.servers = servers;
    }

    /** What is done to a server, at the address of all of an owner's. */
    void refuse(Exchange exchange) {
        owner(exchange, "shares");
        throw new Problem(405, "no-server", "Name the server: an empty name is the default one's.", Map.of());
    }

    /** The user whom a path names, about whom the caller has the scope. */
    String owner(Exchange exchange, String scope) {
        String name = exchange.path("name");
        access.require(exchange, access.subject(name), scope);
        if (identity.user(name).isEmpty()) {
            throw Problem.notFound("No such user: " + name);
        }
        return name;
    }

    /** The server that a path names, about which the caller has the scope. */
    ServerName server(Exchange exchange, String scope) {
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
    static String segment(Exchange exchange) {
        String path = exchange.request().prologue().uriPath().rawPath();
        return path.endsWith("/") ? "" : exchange.path("server");
    }

    /** The scopes that a request names, all of which the caller has himself. */
    List<String> scopes(Exchange exchange, JsonNode body, ServerName server) {
        List<String> scopes = ShareScopes.of(body, server);
        Access caller = access.of(exchange);
        for (String scope : scopes) {
            if (!caller.may(ShareScopes.withoutFilter(scope), access.subject(server))) {
                throw Problem.forbidden("Do not have permission to grant share with scope " + scope);
            }
        }
        return scopes;
    }
}
