package dev.orrery.identity.login;

import static dev.orrery.identity.login.TestingEntrance.location;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** ID tokens that a real provider never gives, from a stand-in that answers with whatever a test says. */
@Timeout(120)
class ForgedTokenTest {
    private interface Maker {
        String token(JWTClaimsSet claims) throws Exception;
    }

    @TempDir
    Path folder;

    private RSAKey key;
    private HttpServer provider;
    private TestingEntrance entrance;
    private String nonce = "";
    private UnaryOperator<JWTClaimsSet.Builder> change = claims -> claims;
    private Maker maker = this::signed;

    @BeforeEach
    void start() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("one").generate();
        provider = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        provider.createContext(
                "/.well-known/openid-configuration", exchange -> send(exchange, """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/auth", "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/keys",
                 "response_types_supported": ["code"], "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]}
                """.formatted(issuer())));
        provider.createContext(
                "/keys",
                exchange -> send(exchange, new JWKSet(key).toPublicJWKSet().toString()));
        provider.createContext("/token", exchange -> {
            try {
                send(
                        exchange,
                        "{\"access_token\": \"a\", \"token_type\": \"Bearer\", \"id_token\": \"" + token() + "\"}");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        provider.start();
        entrance = new TestingEntrance(folder, TestingEntrance.freePort(), """
                {"providers": [{"kind": "oidc", "issuer": "%s", "client_id": "orrery", "client_secret_env": "SECRET", "allow_all": true}]}
                """.formatted(issuer()));
        entrance.identity.addUser("root", "correct horse", true);
    }

    @AfterEach
    void stop() {
        entrance.close();
        provider.stop(0);
    }

    @Test
    void aTokenAsItShouldBeLetsItsPersonIn() throws Exception {
        var browser = entrance.browser();
        assertEquals("/", login(browser));
        assertEquals("ana", browser.name());
    }

    @Test
    void aTokenOfAnotherLoginIsRefused() throws Exception {
        change = claims -> claims.claim("nonce", "another");
        assertRefused();
    }

    @Test
    void aTokenForAnotherClientIsRefused() throws Exception {
        change = claims -> claims.audience("somebody-else");
        assertRefused();
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() throws Exception {
        change = claims -> claims.issuer("https://evil.example");
        assertRefused();
    }

    @Test
    void aTokenThatIsOverIsRefused() throws Exception {
        change = claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(600)));
        assertRefused();
    }

    @Test
    void aTokenSignedWithAnotherKeyIsRefused() throws Exception {
        RSAKey other = new RSAKeyGenerator(2048).keyID("one").generate();
        maker = claims -> signed(claims, other);
        assertRefused();
    }

    @Test
    void aTokenWithoutASignatureIsRefused() throws Exception {
        maker = claims -> new PlainJWT(claims).serialize();
        assertRefused();
    }

    @Test
    void aTokenSignedWithAPublicKeyAsItsSecretIsRefused() throws Exception {
        maker = claims -> {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            jwt.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
            return jwt.serialize();
        };
        assertRefused();
    }

    private void assertRefused() throws Exception {
        var browser = entrance.browser();
        String to = login(browser);
        assertTrue(to.startsWith("/login?problem=provider&"), to);
        assertEquals("", browser.name());
        assertTrue(entrance.identity.user("ana").isEmpty());
    }

    private String login(TestingEntrance.Browser browser) throws Exception {
        Query asked = Query.of(location(browser.get("/hub/oauth_login")));
        nonce = asked.first("nonce").orElseThrow();
        HttpResponse<String> in = browser.get(
                "/hub/oauth_callback?code=abc&state=" + asked.first("state").orElseThrow());
        return in.headers().firstValue("Location").orElse("");
    }

    private String token() throws Exception {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience("orrery")
                .subject("1")
                .claim("preferred_username", "Ana")
                .claim("nonce", nonce)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
        return maker.token(change.apply(claims).build());
    }

    private String signed(JWTClaimsSet claims) throws Exception {
        return signed(claims, key);
    }

    private static String signed(JWTClaimsSet claims, RSAKey with) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(with.getKeyID()).build(), claims);
        jwt.sign(new RSASSASigner(with));
        return jwt.serialize();
    }

    private String issuer() {
        return URI.create("http://127.0.0.1:" + provider.getAddress().getPort()).toString();
    }

    private static void send(HttpExchange exchange, String json) throws java.io.IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
