package dev.orrery.hub;

import dev.orrery.http.Exchange;
import dev.orrery.identity.Secrets;
import dev.orrery.identity.grant.Grants;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code hub.json}: services and roles in the members of JupyterHub's {@code c.JupyterHub.services} and
 * {@code load_roles}. What is wrong with it is an {@link IllegalArgumentException} that says so.
 */
final class ServicesFile {
    private final Path file;

    ServicesFile(Path file) {
        this.file = file;
    }

    private record ServiceJson(
            @Nullable String name,
            @Nullable String apiToken,
            @Nullable String url,
            @Nullable Boolean admin,
            @Nullable JsonNode command,
            @Nullable Map<String, String> environment,
            @Nullable String cwd,
            @Nullable Boolean display,
            @Nullable Map<String, Object> info,
            @Nullable String oauthClientId,
            @Nullable String oauthRedirectUri,
            @Nullable List<String> oauthClientAllowedScopes,
            @Nullable Boolean oauthNoConfirm) {}

    private record RoleJson(
            @Nullable String name,
            @Nullable String description,
            @Nullable List<String> scopes,
            @Nullable List<String> users,
            @Nullable List<String> groups,
            @Nullable List<String> services) {}

    private record FileJson(
            @Nullable List<ServiceJson> services, @Nullable List<RoleJson> roles) {}

    HubServices read() {
        if (!Files.exists(file)) {
            return HubServices.none();
        }
        FileJson json;
        try {
            json = Exchange.JSON.readValue(Files.readAllBytes(file), FileJson.class);
        } catch (IOException | tools.jackson.core.JacksonException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
        Map<String, Service> services = new LinkedHashMap<>();
        for (ServiceJson one : orNone(json.services())) {
            Service service = service(one);
            if (services.put(service.name(), service) != null) {
                throw wrong("there are two services named '" + service.name() + "'");
            }
        }
        List<Role> roles = new ArrayList<>();
        orNone(json.roles()).forEach(one -> roles.add(role(one)));
        return new HubServices(services, roles);
    }

    private Service service(ServiceJson one) {
        String name = one.name();
        if (name == null || !name.matches("[A-Za-z0-9_-]{1,40}")) {
            throw wrong("a service needs a name of at most 40 letters, digits, '_' and '-'");
        }
        List<String> command = command(name, one.command());
        Service.Managed managed = command.isEmpty()
                ? null
                : new Service.Managed(command, Objects.requireNonNullElse(one.environment(), Map.of()), one.cwd());
        // A managed service is told its token, so that the configuration need not have one.
        String token = one.apiToken() == null && managed != null ? Secrets.random("orrm_") : one.apiToken();
        String clientId = Objects.requireNonNullElse(one.oauthClientId(), "service-" + name);
        if (!clientId.startsWith("service-")) {
            throw wrong("the oauth_client_id of the service '" + name + "' must begin with 'service-'");
        }
        String redirect = Objects.requireNonNullElse(one.oauthRedirectUri(), Service.prefix(name) + "oauth_callback");
        return new Service(
                name,
                token,
                url(name, one.url()),
                Boolean.TRUE.equals(one.admin()),
                managed,
                new Service.OAuthSettings(
                        clientId,
                        redirect,
                        known("the service '" + name + "'", orNone(one.oauthClientAllowedScopes())),
                        !Boolean.TRUE.equals(one.oauthNoConfirm())),
                !Boolean.FALSE.equals(one.display()),
                Objects.requireNonNullElse(one.info(), Map.of()));
    }

    private List<String> command(String name, @Nullable JsonNode command) {
        if (command == null || command.isNull()) {
            return List.of();
        }
        if (command.isString()) {
            return Arrays.asList(command.asString().strip().split("\\s+"));
        }
        List<String> words = new ArrayList<>();
        command.forEach(word -> words.add(word.asString("")));
        if (words.isEmpty()) {
            throw wrong("the command of the service '" + name + "' is empty");
        }
        return words;
    }

    private @Nullable URI url(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            URI url = new URI(text);
            if (url.getHost() != null && Set.of("http", "https").contains(String.valueOf(url.getScheme()))) {
                return url;
            }
        } catch (java.net.URISyntaxException e) {
            // Said below.
        }
        throw wrong("the url of the service '" + name + "' must be such as http://127.0.0.1:9000");
    }

    private Role role(RoleJson one) {
        String name = String.valueOf(one.name());
        return new Role(
                name,
                known("the role '" + name + "'", orNone(one.scopes())),
                orNone(one.users()),
                orNone(one.groups()),
                orNone(one.services()));
    }

    private List<String> known(String whose, List<String> scopes) {
        List<String> unknown = Grants.unknown(scopes, "somebody");
        if (!unknown.isEmpty()) {
            throw wrong(whose + " has unknown scopes: " + String.join(", ", unknown));
        }
        return scopes;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(file + ": " + what + ".");
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
