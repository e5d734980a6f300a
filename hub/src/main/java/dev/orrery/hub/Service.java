package dev.orrery.hub;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program beside the platform that may call the hub's API, that people may open below {@code /services/NAME/}, or both.
 *
 * @param apiToken with which it shows who it is, and the secret of its OAuth client
 * @param url where it listens; null for one that does not
 * @param admin whether it may do whatever an administrator may
 * @param managed how the platform runs it; null for one that is run elsewhere
 * @param oauth how it logs its visitors in
 * @param display whether it is shown to people
 * @param info what clients are told about it, as it stands in the configuration
 */
record Service(
        String name,
        @Nullable String apiToken,
        @Nullable URI url,
        boolean admin,
        @Nullable Managed managed,
        OAuthSettings oauth,
        boolean display,
        Map<String, Object> info) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");

    /**
     * A service that the platform runs.
     *
     * @param folder where it is run, which it may read; null: its own folder
     */
    record Managed(
            List<String> command,
            Map<String, String> environment,
            @Nullable String folder) {
        Managed {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }

        @Override
        public String toString() {
            return "Managed[" + command + "]";
        }
    }

    /**
     * @param redirectUri the one address that codes go to
     * @param scopes what its logins may do beside saying who the visitor is, as far as the visitor may
     * @param confirm whether visitors are asked first
     */
    record OAuthSettings(String clientId, String redirectUri, List<String> scopes, boolean confirm) {
        OAuthSettings {
            scopes = List.copyOf(scopes);
        }
    }

    String prefix() {
        return prefix(name);
    }

    static String prefix(String name) {
        return "/services/" + name + "/";
    }

    /** What a visitor must have one of. */
    String accessScope() {
        return "access:services!service=" + name;
    }

    /** The port of this machine that it listens on; empty for one elsewhere, which no request is taken to. */
    OptionalInt port() {
        return url != null && LOOPBACK.contains(String.valueOf(url.getHost())) && url.getPort() > 0
                ? OptionalInt.of(url.getPort())
                : OptionalInt.empty();
    }

    /** As the name of an account and of a workload: lower case, without signs that those do not take. */
    String plainName() {
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        String suffix = plain.equals(name) ? "" : "-" + Integer.toHexString(name.hashCode());
        return "service-" + plain + suffix;
    }

    @Override
    public String toString() {
        return "Service[" + name + "]";
    }
}
