package dev.orrery.identity.login;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.Entrance;
import dev.orrery.identity.Identity;
import dev.orrery.identity.PasswordCheck;
import dev.orrery.identity.Secrets;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * {@code POST /hub/login}, JupyterHub's form, for scripts that log in with it: {@code username}, {@code password}, and an
 * {@code _xsrf} that the cookie of that name has too, which {@code GET /hub/login} sets.
 */
public final class FormLogin {
    private static final String XSRF = "_xsrf";
    private static final int MAX_FORM = 64 * 1024;

    private final Identity identity;
    private final Logins logins;
    private final Entrance entrance;

    public FormLogin(Identity identity, Logins logins) {
        this.identity = identity;
        this.logins = logins;
        this.entrance = new Entrance(identity);
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/hub/login", Scope.PUBLIC, this::login));
    }

    /** Gives the browser the cookie that the form must repeat. */
    public static void offer(Exchange exchange) {
        exchange.response()
                .headers()
                .add(
                        HeaderNames.SET_COOKIE,
                        XSRF + "=" + Secrets.random("") + "; Path=/hub/; SameSite=Lax"
                                + Entrance.secureAttribute(exchange));
    }

    private void login(Exchange exchange) {
        Entrance.refuseOtherSites(exchange);
        Query form = form(exchange);
        exchange.deed().as("login").about(form.first("username").orElse("").strip());
        String cookie =
                exchange.request().headers().cookies().first(XSRF).asOptional().orElse("");
        String given = form.first(XSRF).or(() -> exchange.query(XSRF)).orElse("");
        if (cookie.isEmpty() || !same(cookie, given)) {
            throw Problem.forbidden("'_xsrf' argument missing from POST, or not that of the cookie.");
        }
        PasswordCheck check = logins.passwordCheck()
                .orElseThrow(() -> Problem.forbidden(
                        "Passwords are not taken here: log in through a provider, at /hub/oauth_login."));
        String address = Entrance.address(exchange);
        var user = identity.login(
                form.first("username").orElse("").strip(),
                form.first("password").orElse(""),
                address,
                check);
        entrance.open(exchange, user, null);
        offer(exchange);
        String next = exchange.query("next").or(() -> form.first("next")).orElse("/hub/");
        exchange.redirect(LocalPath.or(next, "/hub/"));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static Query form(Exchange exchange) {
        if (!exchange.request().content().hasEntity()) {
            return Query.parse("");
        }
        try (InputStream in = exchange.request().content().inputStream()) {
            byte[] bytes = in.readNBytes(MAX_FORM + 1);
            if (bytes.length > MAX_FORM) {
                throw new Problem(413, "too-large", "The form is too long.", java.util.Map.of());
            }
            return Query.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Problem.badRequest("bad-form", "The form could not be read to its end.");
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("bad-form", "The form is not percent-encoded as it should be.");
        }
    }
}
