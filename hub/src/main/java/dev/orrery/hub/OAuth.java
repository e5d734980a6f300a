package dev.orrery.hub;

import dev.orrery.database.Database;
import dev.orrery.http.Caller;
import dev.orrery.hub.proxy.ServerHosts;
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
 * The OAuth 2 provider that user servers log their visitors in with: authorization codes with PKCE (RFC 7636, S256). A
 * login belongs to the browser session that it came from and ends with it, and with the server.
 */
public final class OAuth {
    static final Duration CODE_LIFETIME = Duration.ofMinutes(10);
    static final Duration TOKEN_LIFETIME = Duration.ofDays(14);
    static final String TOKEN_PREFIX = "orro_";
    static final String CLIENT_PREFIX = "jupyterhub-user-";

    private final JdbcOAuthStore store;
    private final Identity identity;
    private final Servers servers;
    private final InstantSource clock;

    public OAuth(Database database, Identity identity, Servers servers, InstantSource clock) {
        this.store = new JdbcOAuthStore(database);
        this.identity = identity;
        this.servers = servers;
        this.clock = clock;
    }

    /** A valid access token: who logged in, to whose server. */
    record Login(String tokenId, String user, ServerName server, String session) {}

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

    /** The server whose client that is; empty where there is no such client. */
    Optional<ServerName> client(String clientId) {
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

    /** The one address that a client's codes go to. */
    static String redirectUri(ServerName server, ServerHosts hosts) {
        return hosts.url(server.user(), server.prefix()) + "oauth_callback";
    }

    String redirectUri(ServerName server) {
        return redirectUri(server, servers.hosts());
    }

    /** A code for a visitor, who must be allowed to open the server; works once, for ten minutes. */
    String authorize(ServerName server, String visitor, String session, @Nullable String challenge) {
        String secret = Secrets.random("");
        Instant now = clock.instant();
        store.add(
                Secrets.hash(secret),
                new JdbcOAuthStore.Code(
                        server.clientId(), visitor, session, redirectUri(server), challenge, now.plus(CODE_LIFETIME)),
                now);
        return secret;
    }

    /** Takes a code for an access token. */
    Answer exchange(TokenRequest request) {
        Optional<ServerName> server = client(request);
        if (server.isEmpty()) {
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
        return grant(code, server.get());
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
                        .map(server -> new Login(token.id(), token.user(), server, token.session())));
    }

    /** Ends all logins to a server. */
    void endLogins(ServerName server) {
        store.deleteAll(server.clientId());
    }

    private Answer grant(JdbcOAuthStore.Code code, ServerName server) {
        String secret = Secrets.random(TOKEN_PREFIX);
        store.add(
                Secrets.hash(secret),
                new JdbcOAuthStore.Token(
                        Secrets.randomId(),
                        code.clientId(),
                        code.user(),
                        code.session(),
                        clock.instant().plus(TOKEN_LIFETIME)));
        return new Answer.Granted(secret, String.join(" ", VisitorPasses.scopesAt(server)));
    }

    /** The client's secret is its server's own token. */
    private Optional<ServerName> client(TokenRequest request) {
        return client(request.clientId())
                .filter(name -> identity.token(request.clientSecret()) instanceof Caller.Server server
                        && server.user().equals(name.user())
                        && server.server().equals(name.name()));
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
