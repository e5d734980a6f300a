package dev.orrery.hub;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.Identity;
import dev.orrery.identity.SessionCookie;
import dev.orrery.identity.UserName;
import dev.orrery.identity.login.FormLogin;
import dev.orrery.identity.login.LocalPath;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code /hub}: JupyterHub's addresses in a browser. What they show is the platform's own page. */
final class HubRoutes {
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final String USER = "/hub/user/";
    private static final String USER_REDIRECT = "/hub/user-redirect";

    /** JupyterHub's pages, and the platform's own in their place. */
    private static final Map<String, String> PAGES = Map.of(
            "/hub/", "/",
            "/hub/home", "/",
            "/hub/token", "/account",
            "/hub/admin", "/users",
            "/hub/spawn", "/?start=true",
            "/hub/spawn/*", "/?start=true",
            "/hub/spawn-pending", "/",
            "/hub/spawn-pending/*", "/");

    private final Identity identity;
    private final Servers servers;

    HubRoutes(Identity identity, Servers servers) {
        this.identity = identity;
        this.servers = servers;
    }

    /** All are public: a visitor who is not logged in is sent to the login, not turned away. */
    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(Endpoint.get("/hub", Scope.PUBLIC, HubRoutes::toSlash));
        PAGES.forEach(
                (path, page) -> endpoints.add(Endpoint.get(path, Scope.PUBLIC, exchange -> page(exchange, page))));
        endpoints.add(Endpoint.get("/hub/login", Scope.PUBLIC, HubRoutes::pageLogin));
        endpoints.add(Endpoint.get("/hub/logout", Scope.PUBLIC, this::logout));
        endpoints.add(Endpoint.get("/hub/health", Scope.PUBLIC, exchange -> exchange.json(200, Map.of())));
        // Balancers ask without wanting a body.
        endpoints.add(new Endpoint(Method.HEAD, "/hub/health", Scope.PUBLIC, exchange -> exchange.empty(200)).quiet());
        endpoints.add(Endpoint.get("/hub/logo", Scope.PUBLIC, exchange -> exchange.redirect("/favicon.svg")));
        endpoints.add(Endpoint.get("/hub/user/*", Scope.PUBLIC, this::noRoute));
        for (Method method : List.of(Method.POST, Method.PUT, Method.PATCH, Method.DELETE)) {
            endpoints.add(new Endpoint(method, "/hub/user/*", Scope.PUBLIC, HubRoutes::refuseChange));
        }
        endpoints.add(Endpoint.get("/hub/user-redirect", Scope.PUBLIC, this::userRedirect));
        endpoints.add(Endpoint.get("/hub/user-redirect/*", Scope.PUBLIC, this::userRedirect));
        endpoints.add(Endpoint.get("/user-redirect", Scope.PUBLIC, HubRoutes::toHub));
        endpoints.add(Endpoint.get("/user-redirect/*", Scope.PUBLIC, HubRoutes::toHub));
        return List.copyOf(endpoints);
    }

    /** The path and query of a request, as they came. */
    static String pathAndQuery(Exchange exchange) {
        var prologue = exchange.request().prologue();
        String query = prologue.hasQuery() ? "?" + prologue.query().rawValue() : "";
        return prologue.uriPath().rawPath() + query;
    }

    /** Where a visitor logs in and then goes on. */
    static String login(String next) {
        return "/hub/login?next=" + encode(next);
    }

    private static void toSlash(Exchange exchange) {
        exchange.response()
                .status(Status.MOVED_PERMANENTLY_301)
                .header(HeaderNames.LOCATION, "/hub/")
                .send();
    }

    private static void page(Exchange exchange, String page) {
        exchange.redirect(exchange.caller() instanceof Caller.Anonymous ? login(pathAndQuery(exchange)) : page);
    }

    private static void pageLogin(Exchange exchange) {
        String next = LocalPath.of(exchange);
        FormLogin.offer(exchange); // for a script that sends the form after this; a browser does without
        exchange.redirect("/login?next=" + encode(next));
    }

    private void logout(Exchange exchange) {
        // A link on another site must not log people out.
        boolean foreign = exchange.request()
                .headers()
                .first(FETCH_SITE)
                .filter(site -> site.equals("cross-site"))
                .isPresent();
        if (foreign) {
            exchange.redirect("/");
            return;
        }
        if (exchange.caller() instanceof Caller.User user && user.session() != null) {
            exchange.deed().as("logout").about(user.name());
            identity.closeSession(user.session());
        }
        SessionCookie.clear(exchange.request(), exchange.response());
        exchange.redirect("/login");
    }

    /** Where the proxy sends what it has no server for. */
    private void noRoute(Exchange exchange) {
        String path = exchange.request().prologue().uriPath().rawPath();
        int end = path.indexOf('/', USER.length());
        String owner = end < 0 ? path.substring(USER.length()) : path.substring(USER.length(), end);
        String rest = end < 0 ? "" : path.substring(end + 1);
        if (!UserName.isValid(owner)) {
            throw Problem.notFound("There is no such page.");
        }
        if (!(exchange.caller() instanceof Caller.User visitor)) {
            exchange.redirect(login(pathAndQuery(exchange)));
            return;
        }
        if (!visitor.name().equals(owner)
                && visitor.admin()
                && servers.get(owner).state() != ServerState.READY) {
            HubPages.send(
                    exchange.response(),
                    424,
                    "This server is not running",
                    "Start it on the page of users, then open it.");
            return;
        }
        if (!visitor.name().equals(owner) && !visitor.admin()) {
            HubPages.send(
                    exchange.response(),
                    403,
                    "This is not your server",
                    "You are logged in as " + visitor.name() + ". Only its owner can open the server of " + owner
                            + ".");
            return;
        }
        String target = pathAndQuery(exchange).substring("/hub".length());
        int slash = rest.indexOf('/');
        ServerName named = new ServerName(owner, slash < 0 ? rest : rest.substring(0, slash));
        boolean isNamed = !named.isDefault() && servers.find(named).isPresent();
        ServerName name = isNamed ? named : ServerName.ofDefault(owner);
        String below = !isNamed ? rest : slash < 0 ? "" : rest.substring(slash + 1);
        if (servers.get(name).state() == ServerState.READY) {
            exchange.redirect(target);
        } else if (below.equals("api") || below.startsWith("api/")) {
            exchange.json(
                    424,
                    Map.of(
                            "message",
                            "JupyterHub server no longer running at " + name.prefix()
                                    + ". Restart the server at /hub/spawn/" + owner
                                    + (isNamed ? "/" + name.name() : "")));
        } else {
            exchange.redirect("/servers?next=" + encode(target));
        }
    }

    private static void refuseChange(Exchange exchange) {
        throw Problem.forbidden("The server is not running. Start it on the platform's page.");
    }

    private void userRedirect(Exchange exchange) {
        if (!(exchange.caller() instanceof Caller.User visitor)) {
            exchange.redirect(login(pathAndQuery(exchange)));
            return;
        }
        String rest = pathAndQuery(exchange).substring(USER_REDIRECT.length());
        exchange.redirect("/user/" + visitor.name() + (rest.startsWith("/") ? rest : "/" + rest));
    }

    private static void toHub(Exchange exchange) {
        exchange.redirect("/hub" + pathAndQuery(exchange));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
