package dev.orrery.identity.login;

import dev.orrery.identity.UserName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One provider's members in {@code login.json}, of any kind. */
record ProviderJson(
        @Nullable String kind,
        @Nullable String id,
        @Nullable String title,
        @Nullable String issuer,
        @Nullable String url,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable String clientSecretFile,
        @Nullable String clientSecretEnv,
        @Nullable List<String> scopes,
        @Nullable String nameClaim,
        @Nullable String groupsClaim,
        @Nullable String hostedDomain,
        @Nullable Boolean logout,
        @Nullable Boolean allowAll,
        @Nullable Set<String> allowedUsers,
        @Nullable Set<String> allowedGroups,
        @Nullable Set<String> allowedDomains,
        @Nullable Set<String> adminGroups,
        @Nullable Map<String, String> names,
        @Nullable Boolean linkExisting,
        @Nullable String service) {

    private static final String GOOGLE = "https://accounts.google.com";

    /** {@link IllegalArgumentException} says what is missing or wrong. */
    ProviderSettings settings(Path file, Map<String, String> environment) {
        String what = orElse(kind, "");
        String name = orElse(id, what);
        if (!name.matches("[a-z][a-z0-9-]{0,30}")) {
            throw new IllegalArgumentException(
                    "a provider's id has lower-case letters, digits and '-', but is '" + name + "'.");
        }
        Policy policy = policy(name);
        return switch (what) {
            case "oidc" ->
                new ProviderSettings.OpenId(
                        name,
                        orElse(title, name),
                        policy,
                        secure(name, "issuer", needed(name, "issuer", issuer)),
                        client(name, file, environment),
                        withOpenId(scopes == null ? List.of("profile", "email") : scopes),
                        orElse(nameClaim, "preferred_username"),
                        groupsClaim,
                        hostedDomain,
                        Boolean.TRUE.equals(logout));
            case "google" ->
                new ProviderSettings.OpenId(
                        name,
                        orElse(title, "Google"),
                        policy,
                        secure(name, "issuer", orElse(issuer, GOOGLE)),
                        client(name, file, environment),
                        List.of("openid", "email"),
                        "email",
                        null,
                        hostedDomain,
                        false);
            case "github" -> {
                String base = orElse(url, "https://github.com").replaceFirst("/+$", "");
                boolean isPublic = base.equals("https://github.com");
                yield new ProviderSettings.GitHub(
                        name,
                        orElse(title, "GitHub"),
                        policy,
                        secure(name, "url", base),
                        secure(name, "url", isPublic ? "https://api.github.com" : base + "/api/v3"),
                        client(name, file, environment));
            }
            case "pam" ->
                new ProviderSettings.Pam(name, orElse(title, "System account"), policy, orElse(service, "login"), null);
            case String other ->
                throw new IllegalArgumentException("provider '" + name + "' has the kind '" + other
                        + "'; there are oidc, google, github and pam.");
        };
    }

    private Policy policy(String name) {
        Map<String, String> mapped = names == null ? Map.of() : Map.copyOf(names);
        mapped.values().stream()
                .filter(user -> !UserName.isValid(user))
                .findFirst()
                .ifPresent(user -> {
                    throw new IllegalArgumentException(
                            "provider '" + name + "': '" + user + "' in 'names' can be no user's name.");
                });
        boolean all = Boolean.TRUE.equals(allowAll);
        boolean others =
                all || !orNone(allowedUsers).isEmpty() || !orNone(allowedGroups).isEmpty();
        Set<String> domains = lower(orNone(allowedDomains));
        if (hostedDomain != null && domains.isEmpty() && !others) {
            // Who is of the hosted domain is let in; OpenIdProvider checks the claim itself too.
            domains = lower(Set.of(hostedDomain));
        }
        String only = domains.size() == 1 && !others ? domains.iterator().next() : null;
        Policy policy = new Policy(
                all,
                orNone(allowedUsers),
                orNone(allowedGroups),
                domains,
                orNone(adminGroups),
                mapped,
                hostedDomain != null ? hostedDomain.toLowerCase(Locale.ROOT) : only,
                Boolean.TRUE.equals(linkExisting));
        if (policy.isEmpty()) {
            throw new IllegalArgumentException("provider '" + name + "' lets nobody in: give allowed_users,"
                    + " allowed_groups or allowed_domains, or \"allow_all\": true for everybody whom it knows.");
        }
        return policy;
    }

    private ProviderSettings.Client client(String name, Path file, Map<String, String> environment) {
        return new ProviderSettings.Client(needed(name, "client_id", clientId), secret(name, file, environment));
    }

    private @Nullable String secret(String name, Path file, Map<String, String> environment) {
        if (clientSecretEnv != null) {
            return needed(name, "client_secret_env (" + clientSecretEnv + ")", environment.get(clientSecretEnv));
        }
        if (clientSecretFile != null) {
            Path secret =
                    Objects.requireNonNull(file.toAbsolutePath().getParent()).resolve(clientSecretFile);
            try {
                return Files.readString(secret).strip();
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "provider '" + name + "': its client_secret_file " + secret + " cannot be read.", e);
            }
        }
        return clientSecret;
    }

    private static List<String> withOpenId(List<String> scopes) {
        return scopes.contains("openid")
                ? scopes
                : Stream.concat(Stream.of("openid"), scopes.stream()).toList();
    }

    /** Secrets go there, so it must be HTTPS; on this very machine HTTP does. */
    private static URI secure(String name, String member, String text) {
        URI uri = URI.create(text);
        boolean local = Set.of("127.0.0.1", "localhost", "[::1]").contains(orElse(uri.getHost(), ""));
        boolean secure = "https".equals(uri.getScheme()) || (local && "http".equals(uri.getScheme()));
        if (uri.getHost() == null || !secure) {
            throw new IllegalArgumentException(
                    "provider '" + name + "': '" + member + "' must be an https address, but is '" + text + "'.");
        }
        return uri;
    }

    private static String needed(String name, String member, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("provider '" + name + "' needs '" + member + "'.");
        }
        return value;
    }

    private static String orElse(@Nullable String value, String otherwise) {
        return value == null || value.isEmpty() ? otherwise : value;
    }

    private static Set<String> lower(Set<String> some) {
        return some.stream().map(one -> one.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> orNone(@Nullable Set<String> some) {
        return some == null ? Set.of() : Set.copyOf(some);
    }
}
