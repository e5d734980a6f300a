package dev.orrery.hub;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /hub/api/oauth2}: how a user server finds out who its visitor is. */
final class OAuthRoutes {
    private static final int MAX_FORM = 64 * 1024;

    private final OAuth oauth;

    OAuthRoutes(OAuth oauth) {
        this.oauth = oauth;
    }

    List<Endpoint> endpoints() {
        return List.of(
                // Public, since a visitor who is not logged in is sent to the login, and the client has a secret of its
                // own.
                Endpoint.get("/hub/api/oauth2/authorize", Scope.PUBLIC, this::authorize),
                Endpoint.post("/hub/api/oauth2/token", Scope.PUBLIC, this::token));
    }

    private void authorize(Exchange exchange) {
        // Nothing is redirected before client and address are known to be right: else this were an open door.
        ServerName server = exchange.query("client_id")
                .flatMap(oauth::client)
                .orElseThrow(() -> Problem.badRequest("bad-client", "Unknown client_id."));
        if (!exchange.query("redirect_uri").equals(Optional.of(oauth.redirectUri(server)))) {
            throw Problem.badRequest("bad-redirect", "The redirect_uri is not the one of this client.");
        }
        if (!exchange.query("response_type").equals(Optional.of("code"))) {
            throw Problem.badRequest("bad-response-type", "The response_type must be 'code'.");
        }
        String challenge = challenge(exchange);
        if (!(exchange.caller() instanceof Caller.User visitor) || visitor.session() == null) {
            exchange.redirect(HubRoutes.login(HubRoutes.pathAndQuery(exchange)));
            return;
        }
        if (!visitor.name().equals(server.user()) || !visitor.may(Scope.ACCESS_SERVERS)) {
            HubPages.send(
                    exchange.response(),
                    403,
                    "This is not your server",
                    "You are logged in as " + visitor.name() + ". This server belongs to " + server.user()
                            + ", and only its owner can open it.");
            return;
        }
        String code = oauth.authorize(server, visitor.name(), visitor.session(), challenge);
        String state =
                exchange.query("state").map(text -> "&state=" + encode(text)).orElse("");
        exchange.response().header(HeaderNames.CACHE_CONTROL, "no-store");
        exchange.redirect(oauth.redirectUri(server) + "?code=" + encode(code) + state);
    }

    private static @Nullable String challenge(Exchange exchange) {
        Optional<String> challenge = exchange.query("code_challenge").filter(text -> !text.isEmpty());
        Optional<String> method = exchange.query("code_challenge_method");
        if (challenge.isPresent() && !method.equals(Optional.of("S256"))) {
            throw Problem.badRequest("bad-challenge", "The code_challenge_method must be 'S256'.");
        }
        return challenge.orElse(null);
    }

    private void token(Exchange exchange) {
        Map<String, String> form = form(exchange);
        OAuth.TokenRequest request = new OAuth.TokenRequest(
                form.getOrDefault("client_id", ""),
                form.getOrDefault("client_secret", ""),
                form.getOrDefault("grant_type", ""),
                form.getOrDefault("code", ""),
                form.getOrDefault("redirect_uri", ""),
                form.get("code_verifier"));
        exchange.response().header(HeaderNames.CACHE_CONTROL, "no-store");
        switch (oauth.exchange(request)) {
            case OAuth.Answer.Granted granted -> {
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("access_token", granted.accessToken());
                answer.put("expires_in", OAuth.TOKEN_LIFETIME.toSeconds());
                answer.put("token_type", "Bearer");
                answer.put("scope", granted.scope());
                exchange.json(200, answer);
            }
            case OAuth.Answer.InvalidClient invalid -> exchange.json(401, Map.of("error", "invalid_client"));
            case OAuth.Answer.Refused refused ->
                exchange.json(400, Map.of("error", refused.error(), "error_description", refused.description()));
        }
    }

    private static Map<String, String> form(Exchange exchange) {
        if (!exchange.request().content().hasEntity()) {
            return Map.of();
        }
        try (InputStream in = exchange.request().content().inputStream()) {
            byte[] bytes = in.readNBytes(MAX_FORM + 1);
            if (bytes.length > MAX_FORM) {
                throw Problem.badRequest("bad-form", "The form is too long.");
            }
            Map<String, String> form = new HashMap<>();
            for (String pair : new String(bytes, StandardCharsets.UTF_8).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    form.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
            return form;
        } catch (IOException e) {
            throw Problem.badRequest("bad-form", "The form could not be read to its end.");
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("bad-form", "The form is not percent-encoded as it should be.");
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return Objects.requireNonNull(URLEncoder.encode(text, StandardCharsets.UTF_8));
    }
}
