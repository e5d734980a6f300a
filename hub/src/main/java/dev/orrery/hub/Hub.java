package dev.orrery.hub;

import dev.orrery.database.Database;
import dev.orrery.http.Authenticator;
import dev.orrery.http.CertificateFiles;
import dev.orrery.http.ClientConnections;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Endpoints;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.hub.proxy.Proxy;
import dev.orrery.hub.proxy.Target;
import dev.orrery.hub.proxy.UserPath;
import dev.orrery.identity.Identity;
import dev.orrery.identity.IdentityRoutes;
import dev.orrery.identity.audit.AuditLog;
import dev.orrery.identity.login.GroupMembers;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The hub as the web server sees it: {@code /hub} in JupyterHub's protocol and {@code /user} through the proxy. The
 * endpoints of {@code /api/v1/servers} are {@link ServerRoutes}.
 */
public final class Hub implements AutoCloseable {
    /** The JupyterHub whose protocol is spoken. */
    public static final String JUPYTERHUB_VERSION = "6.1.1";

    private static final HeaderName VERSION = HeaderNames.create("X-JupyterHub-Version");

    private final HubAuthenticator authenticator;
    private final List<Endpoint> endpoints;
    private final Proxy proxy;
    private final AuditLog audit;
    private volatile Runnable shutdown = () -> {};
    private final IdleCuller culler;
    private final QuotaKeeper quotas;

    public Hub(
            Database database,
            Identity identity,
            Servers servers,
            HubServices services,
            Authenticator platform,
            AuditLog audit,
            InstantSource clock) {
        this.audit = audit;
        OAuth oauth = new OAuth(database, identity, servers, services, clock);
        VisitorPasses passes =
                new VisitorPasses(token -> services.byToken(token).isPresent());
        JdbcGroupStore groups = new JdbcGroupStore(database);
        this.authenticator = new HubAuthenticator(
                platform, identity, oauth, services, passes, new UserActivity(identity, groups, clock));
        JdbcShareStore shares = new JdbcShareStore(database);
        HubAccess access = new HubAccess(identity, services, groups, shares, authenticator);
        this.culler = new IdleCuller(servers, passes, clock);
        this.quotas = new QuotaKeeper(servers, clock);
        People people = new People(database, identity, servers, services);
        List<Endpoint> all = new ArrayList<>();
        all.addAll(new OAuthRoutes(oauth, access).endpoints());
        all.addAll(new HubInfoApi(access, authenticator, identity, services, people).endpoints());
        all.addAll(new HubServicesApi(access, services).endpoints());
        all.addAll(new HubProxyApi(access, servers, services).endpoints());
        all.addAll(new HubUsersApi(access, identity, people).endpoints());
        NamedServers names = new NamedServers(access, identity);
        all.addAll(new HubServersApi(access, names, servers, clock).endpoints());
        all.addAll(new HubProgressApi(names, servers, clock).endpoints());
        all.addAll(new HubActivityApi(access, identity, servers, groups, clock).endpoints());
        all.addAll(new HubTokensApi(access, identity, services).endpoints());
        all.addAll(new HubGroupsApi(access, identity, groups).endpoints());
        all.addAll(new HubShutdownApi(access, servers, () -> shutdown.run()).endpoints());
        SharedServers shared = new SharedServers(access, identity, servers);
        ShareModels models = new ShareModels(servers);
        all.addAll(new HubSharesApi(access, identity, shared, shares, groups, models, clock).endpoints());
        all.addAll(new HubShareCodesApi(shared, shares, models, clock).endpoints());
        all.addAll(new ShareAcceptance(shares, servers, clock).endpoints());
        all.addAll(new HubRoutes(identity, servers).endpoints());
        this.endpoints = all.stream().map(Hub::versioned).toList();
        this.proxy = new Proxy(
                (user, segment) ->
                        user.equals(UserPath.SERVICES) ? service(services, segment) : servers.target(user, segment),
                // A service is the administrator's own program: it sees what JupyterHub would show to it.
                (token, user, segment) ->
                        user.equals(UserPath.SERVICES) ? token : passes.inPlaceOf(token, servers.at(user, segment)),
                servers.hosts(),
                clock,
                HubPages::notReady);
        servers.onGone(server -> {
            oauth.endLogins(server.key());
            if (server.port() != null) {
                proxy.drop(server.port());
            }
        });
    }

    private static Target service(HubServices services, String name) {
        OptionalInt port = services.find(name).map(Service::port).orElse(OptionalInt.empty());
        return port.isPresent() ? new Target.Ready(port.getAsInt()) : new Target.None();
    }

    /** Groups of users, for whoever names their members. */
    public static GroupMembers groups(Database database) {
        return new ProviderGroups(new JdbcGroupStore(database));
    }

    /** All endpoints below {@code /hub}; {@link #mount} puts them on a server. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Puts {@code /hub}, {@code /user} and {@code /user-redirect} on a server. Errors look as JupyterHub's do. */
    public void mount(HttpRouting.Builder routing) {
        new Endpoints(authenticator, audit, Hub::problem, Hub::writeError).mount(routing, endpoints);
        endpoints.stream()
                .map(Endpoint::path)
                .filter(path -> path.startsWith("/hub/api"))
                .distinct()
                .forEach(path -> routing.any(path, Hub::otherMethod));
        routing.any(
                "/hub/*",
                (request, response) -> writeError(request, response, Problem.notFound("There is no such page.")));
        proxy.mount(routing);
    }

    /** What ends the server's process, when a client with the right to it asks for that; nothing does until this is called. */
    public void onShutdown(Runnable end) {
        shutdown = end;
    }

    /** Stops servers that nobody uses, or whose owner's home holds too much, from now on until {@link #close}. */
    public void startCulling() {
        culler.start();
        quotas.start();
    }

    /** Looks once for servers to stop. */
    void cull() throws InterruptedException {
        culler.look();
        quotas.look();
    }

    @Override
    public void close() {
        culler.close();
        quotas.close();
    }

    /** Has a web server take its connections so that WebSockets reach user servers. */
    public void listen(WebServerConfig.Builder web, ClientConnections clients) {
        proxy.listen(web, clients);
    }

    /** The same with TLS and HTTP/2. */
    public void listen(WebServerConfig.Builder web, ClientConnections clients, CertificateFiles certificate) {
        proxy.listen(web, clients, certificate);
    }

    private static Endpoint versioned(Endpoint endpoint) {
        return endpoint.with(exchange -> {
            exchange.response().header(VERSION, JUPYTERHUB_VERSION);
            endpoint.handler().handle(exchange);
        });
    }

    /** Of an address of the API, what it does not do. Asking what it does is no harm: a browser does it first. */
    private static void otherMethod(ServerRequest request, ServerResponse response) {
        if (request.prologue().method().equals(Method.OPTIONS)) {
            response.header(VERSION, JUPYTERHUB_VERSION).send();
        } else {
            writeError(request, response, new Problem(405, "method-not-allowed", "Method Not Allowed", Map.of()));
        }
    }

    private static @Nullable Problem problem(Throwable error) {
        Problem own = ServerRoutes.problem(error);
        return own != null ? own : IdentityRoutes.problem(error);
    }

    private static void writeError(ServerRequest request, ServerResponse response, Problem problem) {
        // JupyterHub knows no 401: a single-user server takes 403 for "not, or no longer, logged in".
        int status = problem.status() == 401 ? 403 : problem.status();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("status", status);
        body.put("message", problem.status() == 401 ? "Missing or invalid credentials." : problem.getMessage());
        response.status(Status.create(status))
                .header(VERSION, JUPYTERHUB_VERSION)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .send(Exchange.JSON.writeValueAsBytes(body));
    }
}
