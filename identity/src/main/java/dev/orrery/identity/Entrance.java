package dev.orrery.identity;

import dev.orrery.http.Caller;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.http.TrustedProxies;
import io.helidon.http.HeaderNames;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The way in for a browser: opens a session and gives it the cookie. */
public final class Entrance {
    private final Identity identity;

    public Entrance(Identity identity) {
        this.identity = identity;
    }

    /** What the page is told about who is logged in. */
    record MeView(String name, boolean admin, List<String> scopes, boolean hasPassword) {}

    /** Opens a session for the user who proved to be one, and sets its cookie; the answer is still to be sent. */
    public void open(Exchange exchange, User user, @Nullable String provider) {
        exchange.deed().about(user.name()).by(new Caller.User(user.name(), user.admin(), Set.of(), ""));
        Session.Origin origin = origin(exchange).through(provider);
        SessionCookie.set(
                exchange.request(), exchange.response(), identity.sessions().open(user, origin));
    }

    void enter(Exchange exchange, int status, User user) {
        open(exchange, user, null);
        exchange.json(status, me(user.name(), user.admin(), Roles.of(user.admin())));
    }

    MeView me(String name, boolean admin, Set<Scope> scopes) {
        return new MeView(name, admin, scopes.stream().map(Scope::text).sorted().toList(), identity.hasPassword(name));
    }

    /** What a cookie says beside, such that it goes over TLS only where it came over TLS. */
    public static String secureAttribute(Exchange exchange) {
        return SessionCookie.isTls(exchange.request()) ? "; Secure" : "";
    }

    /** The client's address as the server sees it, or a proxy that it trusts. */
    public static String address(Exchange exchange) {
        return TrustedProxies.client(exchange.request());
    }

    private static Session.Origin origin(Exchange exchange) {
        String agent =
                exchange.request().headers().first(HeaderNames.USER_AGENT).orElse("");
        return new Session.Origin(address(exchange), agent, null);
    }

    /**
     * Refuses what another site's page sent. Nobody is logged in yet, so no cookie is checked: without this, another site
     * could log a visitor in as someone else.
     */
    public static void refuseOtherSites(Exchange exchange) {
        if (SameOrigin.isRefuted(exchange.request())) {
            throw Problem.forbidden("This request came from another site. Log in on the platform's own page.");
        }
    }
}
