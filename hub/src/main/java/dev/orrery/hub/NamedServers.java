package dev.orrery.hub;

import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.identity.Identity;

/** Which server a path of JupyterHub's API is about: {@code …/server} is the default one, {@code …/servers/S} one of that name. */
final class NamedServers {
    static final String DEFAULT = "/hub/api/users/{name}/server";
    static final String NAMED = "/hub/api/users/{name}/servers/{server}";
    /** An empty name is the default server. */
    static final String EMPTY = "/hub/api/users/{name}/servers/";

    private final HubAccess access;
    private final Identity identity;

    NamedServers(HubAccess access, Identity identity) {
        this.access = access;
        this.identity = identity;
    }

    /** The server that a path names, of a user who is there, about which the caller has the scope. */
    ServerName require(Exchange exchange, String scope) {
        String path = exchange.request().prologue().uriPath().rawPath();
        boolean named = path.contains("/servers/") && !path.endsWith("/servers/");
        ServerName name = new ServerName(exchange.path("name"), named ? exchange.path("server") : "");
        access.require(exchange, access.subject(name), scope);
        if (!name.isOfValidUser() || identity.user(name.user()).isEmpty()) {
            throw Problem.notFound("No such user: " + name.user());
        }
        return name;
    }

    static void requireValid(ServerName name) {
        if (!ServerName.isValid(name.name())) {
            throw Problem.badRequest(
                    "bad-name",
                    "Invalid server_name (may not contain '/', must be of letters, digits, '-', '_', '.'): "
                            + name.name());
        }
    }
}
