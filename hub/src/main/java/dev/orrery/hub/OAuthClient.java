package dev.orrery.hub;

import dev.orrery.hub.proxy.ServerHosts;
import dev.orrery.identity.grant.Access;
import dev.orrery.identity.grant.Subject;
import java.util.ArrayList;
import java.util.List;

/** What logs its visitors in at the hub: a user server, or a service. */
sealed interface OAuthClient {

    String id();

    /** The one address that codes go to. */
    String redirectUri();

    /** What an access token may at most, in JupyterHub's scopes. */
    List<String> scopes();

    record OfServer(ServerName server, String redirectUri) implements OAuthClient {
        static OfServer at(ServerName server, ServerHosts hosts) {
            return new OfServer(server, hosts.url(server.user(), server.prefix()) + "oauth_callback");
        }

        @Override
        public String id() {
            return server.clientId();
        }

        @Override
        public List<String> scopes() {
            return VisitorPasses.scopesAt(server);
        }
    }

    record OfService(Service service) implements OAuthClient {
        @Override
        public String id() {
            return service.oauth().clientId();
        }

        @Override
        public String redirectUri() {
            return service.oauth().redirectUri();
        }

        @Override
        public List<String> scopes() {
            List<String> scopes =
                    new ArrayList<>(List.of(service.accessScope(), "read:users:name!user", "read:users:groups!user"));
            scopes.addAll(service.oauth().scopes());
            return scopes;
        }

        /** Whether somebody may open the service. */
        boolean isOpenTo(Access visitor) {
            return visitor.may("access:services", new Subject.Service(service.name()));
        }
    }
}
