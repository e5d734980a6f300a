package dev.orrery.identity.login;

import dev.orrery.http.Exchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Which ways in there are: {@code login.json} in the data directory, {@code {"passwords": true, "providers": [{"kind":
 * "oidc", …}]}}. Its members stand in docs/engineer.md.
 *
 * @param passwords whether passwords of the platform's own are taken
 */
public record LoginSettings(boolean passwords, List<ProviderSettings> providers) {
    public LoginSettings {
        providers = List.copyOf(providers);
    }

    private record FileJson(
            @Nullable Boolean passwords, @Nullable List<ProviderJson> providers) {}

    /** Passwords alone. */
    public static LoginSettings none() {
        return new LoginSettings(true, List.of());
    }

    /**
     * Reads the file; {@link #none} where it is not there. {@link IllegalArgumentException} says what is wrong with it.
     *
     * @param environment where {@code client_secret_env} looks
     */
    public static LoginSettings read(Path file, Map<String, String> environment) {
        if (!Files.exists(file)) {
            return none();
        }
        FileJson json;
        try {
            json = Exchange.JSON.readValue(Files.readAllBytes(file), FileJson.class);
        } catch (IOException | JacksonException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
        boolean passwords = !Boolean.FALSE.equals(json.passwords());
        List<ProviderSettings> providers = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        try {
            for (ProviderJson one : Objects.requireNonNullElse(json.providers(), List.<ProviderJson>of())) {
                ProviderSettings provider = one.settings(file, environment);
                if (!ids.add(provider.id())) {
                    throw new IllegalArgumentException("two providers have the id '" + provider.id() + "'.");
                }
                providers.add(provider);
            }
            if (!passwords && providers.isEmpty()) {
                throw new IllegalArgumentException("without passwords and providers nobody could log in.");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        return new LoginSettings(passwords, providers);
    }
}
