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

/** {@code /hub/api/oauth2}: how a user server or a service finds out who its visitor is. */
final class OAuthRoutes {
    private static final int MAX_FORM = 64 * 1024;

    private final OAuth oauth;
    private final HubAccess access;

    OAuthRoutes(OAuth oauth, HubAccess access) {
        this.oauth = oauth;
        this.access = access;
    }

    List<Endpoint> endpoints() {
        return List.of(
                // Public, since a visitor who is not logged in is sent to the login, and the client has a secret of its
                // own.
                Endpoint.get("/hub/api/oauth2/authorize", Scope.PUBLIC, exchange -> authorize(exchange, false)),
                Endpoint.post("/hub/api/oauth2/authorize", Scope.PUBLIC, exchange -> authorize(exchange, true))
                        .quiet(),
                Endpoint.post("/hub/api/oauth2/token", Scope.PUBLIC, this::token)
                        .quiet());
    }

    /** @param confirmed whether the visitor has said yes, on the page that asks */
    private void authorize(Exchange exchange, boolean confirmed) {
        // Nothing is redirected before client and address are known to be right: else this were an open door.
        OAuthClient client = client(exchange);
        String challenge = challenge(exchange);
        if (!(exchange.caller() instanceof Caller.User visitor) || visitor.session() == null) {
            exchange.redirect(HubRoutes.login(HubRoutes.pathAndQuery(exchange)));
            return;
        }
        if (!mayOpen(exchange, client)) {
            exchange.deed().as("open").about(thing(client)).refused("not-allowed");
            HubPages.send(exchange.response(), 403, title(client), refusal(client, visitor));
            return;
        }
        if (!confirmed && asksFirst(client, visitor)) {
            HubPages.confirm(
                    exchange.response(), HubRoutes.pathAndQuery(exchange), question(client), consequence(client));
            return;
        }
        if (!isOwner(client, visitor)) {
            exchange.deed().as("open").about(thing(client));
        }
        String code = oauth.authorize(client, visitor.name(), visitor.session(), challenge);
        String state =
                exchange.query("state").map(text -> "&state=" + encode(text)).orElse("");
        exchange.response().header(HeaderNames.CACHE_CONTROL, "no-store");
        exchange.redirect(client.redirectUri() + "?code=" + encode(code) + state);
    }

    private OAuthClient client(Exchange exchange) {
        Optional<OAuthClient> client = exchange.query("client_id").flatMap(oauth::client);
        if (client.isEmpty()) {
            exchange.deed().as("open").about(exchange.query("client_id").orElse(""));
            throw Problem.badRequest("bad-client", "Unknown client_id.");
        }
        if (!exchange.query("redirect_uri").equals(Optional.of(client.get().redirectUri()))) {
            exchange.deed().as("open").about(thing(client.get()));
            throw Problem.badRequest("bad-redirect", "The redirect_uri is not the one of this client.");
        }
        if (!exchange.query("response_type").equals(Optional.of("code"))) {
            throw Problem.badRequest("bad-response-type", "The response_type must be 'code'.");
        }
        return client.get();
    }

    private boolean mayOpen(Exchange exchange, OAuthClient client) {
        return switch (client) {
            case OAuthClient.OfServer of ->
                exchange.caller().may(Scope.ACCESS_SERVERS)
                        && access.of(exchange).may("access:servers", access.subject(of.server()));
            case OAuthClient.OfService of -> of.isOpenTo(access.of(exchange));
        };
    }

    private static boolean isOwner(OAuthClient client, Caller.User visitor) {
        return client instanceof OAuthClient.OfServer of && of.server().user().equals(visitor.name());
    }

    private static boolean asksFirst(OAuthClient client, Caller.User visitor) {
        return switch (client) {
            case OAuthClient.OfServer of -> !isOwner(of, visitor);
            case OAuthClient.OfService of -> of.service().oauth().confirm();
        };
    }

    private static String thing(OAuthClient client) {
        return switch (client) {
            case OAuthClient.OfServer of -> of.server().text();
            case OAuthClient.OfService of -> of.service().prefix();
        };
    }

    private static String title(OAuthClient client) {
        return switch (client) {
            case OAuthClient.OfServer _ -> "This is not your server";
            case OAuthClient.OfService _ -> "This service is not open to you";
        };
    }

    private static String refusal(OAuthClient client, Caller.User visitor) {
        return switch (client) {
            case OAuthClient.OfServer of ->
                "You are logged in as " + visitor.name() + ". This server belongs to "
                        + of.server().user() + ", and only its owner can open it.";
            case OAuthClient.OfService of ->
                "You are logged in as " + visitor.name() + ". The service "
                        + of.service().name()
                        + " is open to whoever has the scope " + of.service().accessScope()
                        + ": an administrator gives it by a role in hub.json.";
        };
    }

    private static String question(OAuthClient client) {
        return switch (client) {
            case OAuthClient.OfServer of -> "Open the server of " + of.server().user() + "?";
            case OAuthClient.OfService of -> "Open the service " + of.service().name() + "?";
        };
    }

    private static String consequence(OAuthClient client) {
        return switch (client) {
            case OAuthClient.OfServer of ->
                "It is not yours. What you do there is done as " + of.server().user()
                        + ", who is told that you opened it; the audit log has it, too.";
            case OAuthClient.OfService of -> {
                List<String> more = of.service().oauth().scopes();
                yield "It learns your name and your groups"
                        + (more.isEmpty() ? "." : ", and may act for you: " + String.join(", ", more) + ".");
            }
        };
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
        exchange.deed().about(request.clientId());
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
