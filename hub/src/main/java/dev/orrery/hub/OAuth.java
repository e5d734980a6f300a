package dev.orrery.hub;

import dev.orrery.database.Database;
import dev.orrery.http.Caller;
import dev.orrery.identity.Identity;
import dev.orrery.identity.Secrets;
import dev.orrery.identity.UserName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The OAuth 2 provider that user servers and services log their visitors in with: authorization codes with PKCE (RFC 7636,
 * S256). A login belongs to the browser session that it came from and ends with it, and with the server.
 */
public final class OAuth {
    static final Duration CODE_LIFETIME = Duration.ofMinutes(10);
    static final Duration TOKEN_LIFETIME = Duration.ofDays(14);
    static final String TOKEN_PREFIX = "orro_";
    static final String CLIENT_PREFIX = "jupyterhub-user-";

    private final JdbcOAuthStore store;
    private final Identity identity;
    private final Servers servers;
    private final HubServices services;
    private final InstantSource clock;

    OAuth(Database database, Identity identity, Servers servers, HubServices services, InstantSource clock) {
        this.store = new JdbcOAuthStore(database);
        this.identity = identity;
        this.servers = servers;
        this.services = services;
        this.clock = clock;
    }

    /** A valid access token: who logged in, to what. */
    record Login(String tokenId, String user, OAuthClient client, String session) {}

    /** What the token endpoint answers. */
    sealed interface Answer {
        record Granted(String accessToken, String scope) implements Answer {
            @Override
            public String toString() {
                return "Granted[" + scope + "]";
            }
        }

        record InvalidClient() implements Answer {}

        record Refused(String error, String description) implements Answer {}
    }

    /** The client of that id; empty where there is none. */
    Optional<OAuthClient> client(String clientId) {
        return services.byClient(clientId)
                .<OAuthClient>map(OAuthClient.OfService::new)
                .or(() -> server(clientId).map(this::clientOf));
    }

    private OAuthClient clientOf(ServerName server) {
        return OAuthClient.OfServer.at(server, servers.hosts());
    }

    private Optional<ServerName> server(String clientId) {
        if (!clientId.startsWith(CLIENT_PREFIX)) {
            return Optional.empty();
        }
        String text = clientId.substring(CLIENT_PREFIX.length());
        if (isUser(text)) {
            return Optional.of(ServerName.ofDefault(text));
        }
        // Both names may hold dashes: the first way to read it that fits a server there is.
        for (int dash = text.indexOf('-'); dash > 0; dash = text.indexOf('-', dash + 1)) {
            ServerName name = new ServerName(text.substring(0, dash), text.substring(dash + 1));
            if (ServerName.isValid(name.name())
                    && !name.isDefault()
                    && isUser(name.user())
                    && servers.find(name).isPresent()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private boolean isUser(String name) {
        return UserName.isValid(name) && identity.user(name).isPresent();
    }

    /** A code for a visitor, who must be allowed to open what the client is of; works once, for ten minutes. */
    String authorize(OAuthClient client, String visitor, String session, @Nullable String challenge) {
        String secret = Secrets.random("");
        Instant now = clock.instant();
        store.add(
                Secrets.hash(secret),
                new JdbcOAuthStore.Code(
                        client.id(), visitor, session, client.redirectUri(), challenge, now.plus(CODE_LIFETIME)),
                now);
        return secret;
    }

    /** Takes a code for an access token. */
    Answer exchange(TokenRequest request) {
        Optional<OAuthClient> client = client(request);
        if (client.isEmpty()) {
            return new Answer.InvalidClient();
        }
        if (!request.grantType().equals("authorization_code")) {
            return new Answer.Refused("unsupported_grant_type", "Only authorization_code is known.");
        }
        Optional<JdbcOAuthStore.Code> found = store.take(Secrets.hash(request.code()));
        if (found.isEmpty()
                || !clock.instant().isBefore(found.get().expiresAt())
                || !found.get().clientId().equals(request.clientId())
                || !identity.isSessionOpen(found.get().session())) {
            return new Answer.Refused("invalid_grant", "The code is unknown, used or expired.");
        }
        JdbcOAuthStore.Code code = found.get();
        if (!code.redirectUri().equals(request.redirectUri())) {
            return new Answer.Refused("invalid_request", "Mismatching redirect URI.");
        }
        if (!verifies(code.challenge(), request.codeVerifier())) {
            return new Answer.Refused("invalid_grant", "The code verifier does not fit the code challenge.");
        }
        return grant(code, client.get());
    }

    /** The login that an access token stands for; empty where it is none, expired or ended. */
    Optional<Login> login(String accessToken) {
        if (!accessToken.startsWith(TOKEN_PREFIX)) {
            return Optional.empty();
        }
        return store.token(Secrets.hash(accessToken))
                .filter(token -> clock.instant().isBefore(token.expiresAt()))
                .filter(token -> identity.isSessionOpen(token.session()))
                .flatMap(token -> client(token.clientId())
                        .map(client -> new Login(token.id(), token.user(), client, token.session())));
    }

    /** Ends all logins to a server. */
    void endLogins(ServerName server) {
        store.deleteAll(server.clientId());
    }

    private Answer grant(JdbcOAuthStore.Code code, OAuthClient client) {
        String secret = Secrets.random(TOKEN_PREFIX);
        store.add(
                Secrets.hash(secret),
                new JdbcOAuthStore.Token(
                        Secrets.randomId(),
                        code.clientId(),
                        code.user(),
                        code.session(),
                        clock.instant().plus(TOKEN_LIFETIME)));
        return new Answer.Granted(secret, String.join(" ", client.scopes()));
    }

    /** The client's secret is the server's, or the service's, own token. */
    private Optional<OAuthClient> client(TokenRequest request) {
        return client(request.clientId()).filter(client -> switch (client) {
            case OAuthClient.OfServer of ->
                identity.token(request.clientSecret()) instanceof Caller.Server server
                        && server.user().equals(of.server().user())
                        && server.server().equals(of.server().name());
            case OAuthClient.OfService of ->
                services.byToken(request.clientSecret()).equals(Optional.of(of.service()));
        });
    }

    private static boolean verifies(@Nullable String challenge, @Nullable String verifier) {
        if (challenge == null) {
            return verifier == null;
        }
        if (verifier == null) {
            return false;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            String actual = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
            return MessageDigest.isEqual(
                    actual.getBytes(StandardCharsets.US_ASCII), challenge.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The token endpoint's form; what is missing is empty. */
    record TokenRequest(
            String clientId,
            String clientSecret,
            String grantType,
            String code,
            String redirectUri,
            @Nullable String codeVerifier) {
        @Override
        public String toString() {
            return "TokenRequest[" + clientId + "]";
        }
    }
}
