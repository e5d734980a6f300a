package dev.orrery.identity.login;

import dev.orrery.http.Exchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * GitHub's OAuth web flow with PKCE, and its REST API for who it is (docs.github.com, "Authorizing OAuth apps"). A user's
 * number there is the subject: names are given away again.
 */
final class GitHubProvider implements WebProvider {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int PAGE = 100;
    private static final int MAX_PAGES = 10;

    private final ProviderSettings.GitHub settings;
    private final URI callback;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    GitHubProvider(ProviderSettings.GitHub settings, URI callback) {
        this.settings = settings;
        this.callback = callback;
    }

    @Override
    public ProviderSettings settings() {
        return settings;
    }

    @Override
    public URI authorize(Handshake handshake) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", settings.client().id());
        query.put("redirect_uri", callback.toString());
        query.put("scope", asksForGroups() ? "read:user user:email read:org" : "read:user user:email");
        query.put("state", handshake.state());
        query.put("code_challenge", challenge(handshake.verifier()));
        query.put("code_challenge_method", "S256");
        return URI.create(settings.url() + "/login/oauth/authorize?" + form(query));
    }

    @Override
    public Person finish(URI answer, Handshake handshake) {
        Query query = Query.of(answer);
        if (query.first("error").isPresent()) {
            throw new LoginRefused(
                    LoginRefused.Code.DENIED,
                    "it answered " + query.first("error").get());
        }
        String token = token(query.first("code").orElse(""), handshake);
        JsonNode user = get("/user", token);
        String id = user.path("id").asString("");
        String name = user.path("login").asString("");
        if (id.isEmpty() || name.isEmpty()) {
            throw refused("it does not say who it is", null);
        }
        return new Person(id, name, email(token), null, asksForGroups() ? groups(token) : null);
    }

    private boolean asksForGroups() {
        return !settings.policy().groups().isEmpty()
                || !settings.policy().adminGroups().isEmpty();
    }

    private String token(String code, Handshake handshake) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("client_id", settings.client().id());
        String secret = settings.client().secret();
        if (secret != null) {
            body.put("client_secret", secret);
        }
        body.put("code", code);
        body.put("redirect_uri", callback.toString());
        body.put("code_verifier", handshake.verifier());
        JsonNode answer = json(HttpRequest.newBuilder(URI.create(settings.url() + "/login/oauth/access_token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(body))));
        // An error too comes with status 200.
        String token = answer.path("access_token").asString("");
        if (token.isEmpty()) {
            throw refused("it did not take the code: " + answer.path("error").asString("no reason given"), null);
        }
        return token;
    }

    private @Nullable String email(String token) {
        return get("/user/emails", token)
                .valueStream()
                .filter(one -> one.path("primary").asBoolean(false)
                        && one.path("verified").asBoolean(false))
                .map(one -> one.path("email").asString(""))
                .findFirst()
                .orElse(null);
    }

    private Set<String> groups(String token) {
        Set<String> groups = new TreeSet<>();
        for (JsonNode one : pages("/user/orgs", token)) {
            groups.add(one.path("login").asString(""));
        }
        for (JsonNode one : pages("/user/teams", token)) {
            groups.add(one.path("organization").path("login").asString("") + ":"
                    + one.path("slug").asString(""));
        }
        return groups;
    }

    private Iterable<JsonNode> pages(String path, String token) {
        java.util.List<JsonNode> all = new java.util.ArrayList<>();
        for (int page = 1; page <= MAX_PAGES; page++) {
            JsonNode some = get(path + "?per_page=" + PAGE + "&page=" + page, token);
            some.forEach(all::add);
            if (some.size() < PAGE) {
                break;
            }
        }
        return all;
    }

    private JsonNode get(String path, String token) {
        return json(HttpRequest.newBuilder(URI.create(settings.api() + path))
                .header("Authorization", "Bearer " + token)
                .GET());
    }

    private JsonNode json(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer = http.send(
                    request.timeout(TIMEOUT)
                            .header("Accept", "application/json")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw refused(answer.request().uri().getPath() + " answered " + answer.statusCode(), null);
            }
            return Exchange.JSON.readTree(answer.body());
        } catch (IOException | JacksonException e) {
            throw refused("it cannot be reached, or speaks no JSON: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("the server is stopping", e);
        }
    }

    /** GitHub has no such thing: who logs out here stays logged in there. */
    @Override
    public Optional<URI> logout(URI back) {
        return Optional.empty();
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String form(Map<String, String> members) {
        return members.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static LoginRefused refused(String why, @Nullable Throwable cause) {
        return cause == null
                ? new LoginRefused(LoginRefused.Code.PROVIDER, why)
                : new LoginRefused(LoginRefused.Code.PROVIDER, why, cause);
    }
}
