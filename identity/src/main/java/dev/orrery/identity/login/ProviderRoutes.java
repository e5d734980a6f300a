package dev.orrery.identity.login;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import dev.orrery.identity.Entrance;
import dev.orrery.identity.Identity;
import dev.orrery.identity.Session;
import dev.orrery.identity.User;
import io.helidon.http.HeaderNames;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways in, for the login page; and the way through a provider, at the addresses that JupyterHub's authenticators have. */
public final class ProviderRoutes {
    static final String CALLBACK = "/hub/oauth_callback";

    private static final Logger LOG = LoggerFactory.getLogger(ProviderRoutes.class);
    private static final String BEGIN = "/hub/oauth_login";
    private static final int COOKIE_SECONDS = 600;

    private final Logins logins;
    private final Identity identity;
    private final Entrance entrance;

    public ProviderRoutes(Logins logins, Identity identity) {
        this.logins = logins;
        this.identity = identity;
        this.entrance = new Entrance(identity);
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/login", Scope.PUBLIC, this::ways),
                Endpoint.get(BEGIN, Scope.PUBLIC, this::begin),
                Endpoint.get(CALLBACK, Scope.PUBLIC, this::finish));
    }

    private record ProviderView(String id, String title, String path) {}

    private record WaysView(
            boolean passwords,
            List<ProviderView> providers,
            @Nullable String logoutUrl) {}

    private void ways(Exchange exchange) {
        List<ProviderView> providers = logins.all().stream()
                .map(one -> new ProviderView(one.id(), one.title(), BEGIN + "?provider=" + one.id()))
                .toList();
        exchange.json(200, new WaysView(logins.passwords(), providers, logoutUrl(exchange.caller())));
    }

    private @Nullable String logoutUrl(Caller caller) {
        return caller instanceof Caller.User user && user.session() != null
                ? identity.sessions()
                        .find(user.session())
                        .map(Session::origin)
                        .map(origin -> logins.logoutUrl(origin.provider()))
                        .orElse(null)
                : null;
    }

    private void begin(Exchange exchange) {
        String next = LocalPath.of(exchange);
        Optional<WebProvider> provider = logins.find(exchange.query("provider"));
        if (provider.isEmpty()) {
            // None, or a choice of several: the login page has it.
            exchange.redirect("/login?next=" + encode(next));
            return;
        }
        try {
            Handshake handshake = Handshake.begin(provider.get().settings().id(), next);
            URI there = provider.get().authorize(handshake);
            cookie(exchange, handshake.state(), handshake.cookie(), COOKIE_SECONDS);
            exchange.response().header(HeaderNames.CACHE_CONTROL, "no-store");
            exchange.redirect(there.toString());
        } catch (LoginRefused e) {
            refuse(exchange, provider.get().settings().id(), next, e);
        }
    }

    private void finish(Exchange exchange) {
        exchange.deed().as("login");
        String state = exchange.query("state").orElse("");
        Optional<Handshake> begun = exchange.request()
                .headers()
                .cookies()
                .first(Handshake.cookieName(state))
                .asOptional()
                .flatMap(Handshake::ofCookie)
                .filter(one -> one.hasState(state));
        if (begun.isEmpty()) {
            LoginRefused refused = new LoginRefused(
                    LoginRefused.Code.STATE,
                    "its state is of no login that this browser began in the last ten minutes");
            refuse(exchange, "a provider", "/", refused);
            return;
        }
        Handshake handshake = begun.get();
        cookie(exchange, state, "", 0);
        try {
            User user = logins.finish(address(exchange), handshake);
            exchange.response().header(HeaderNames.CACHE_CONTROL, "no-store");
            entrance.open(exchange, user, handshake.provider());
            exchange.redirect(handshake.next());
        } catch (LoginRefused e) {
            refuse(exchange, handshake.provider(), handshake.next(), e);
        }
    }

    /** The address that the browser came back to, whole, whatever is between it and the server. */
    private URI address(Exchange exchange) {
        var prologue = exchange.request().prologue();
        try {
            return URI.create(logins.callback() + "?"
                    + (prologue.hasQuery() ? prologue.query().rawValue() : ""));
        } catch (IllegalArgumentException e) {
            throw new LoginRefused(LoginRefused.Code.PROVIDER, "the address it sent the browser to is none", e);
        }
    }

    private static void refuse(Exchange exchange, String provider, String next, LoginRefused refused) {
        exchange.deed().as("login").refused(refused.code().text());
        LOG.warn("login through {} from {} refused: {}", provider, Entrance.address(exchange), refused.getMessage());
        exchange.redirect("/login?problem=" + refused.code().text() + "&next=" + encode(next));
    }

    /** Added beside the cookies that are set already, and for the callback alone. */
    private static void cookie(Exchange exchange, String state, String value, int seconds) {
        exchange.response()
                .headers()
                .add(
                        HeaderNames.SET_COOKIE,
                        Handshake.cookieName(state) + "=" + value + "; Path=" + CALLBACK + "; Max-Age=" + seconds
                                + "; HttpOnly; SameSite=Lax" + Entrance.secureAttribute(exchange));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
