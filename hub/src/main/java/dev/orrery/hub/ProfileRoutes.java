package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /api/v1/profiles}: what the caller may start a server with. */
public final class ProfileRoutes {
    private final Servers servers;

    public ProfileRoutes(Servers servers) {
        this.servers = servers;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/profiles", Scope.SERVERS, this::listProfiles));
    }

    private record ProfilesView(List<ProfileView> profiles, JsonNode last) {}

    private record ProfileView(
            String slug, String displayName, String description, boolean isDefault, List<OptionView> options) {}

    private record OptionView(
            String name,
            String displayName,
            List<ChoiceView> choices,
            @Nullable UnlistedView unlisted) {}

    private record ChoiceView(String slug, String displayName, boolean isDefault) {}

    private record UnlistedView(String displayName, String pattern) {}

    private void listProfiles(Exchange exchange) {
        String user = exchange.user().name();
        List<ProfileView> own =
                servers.profiles(user).stream().map(ProfileRoutes::view).toList();
        exchange.json(
                200,
                new ProfilesView(own, Exchange.JSON.readTree(servers.get(user).options())));
    }

    private static ProfileView view(Profile profile) {
        return new ProfileView(
                profile.slug(),
                profile.displayName(),
                profile.description(),
                profile.isDefault(),
                profile.options().stream().map(ProfileRoutes::view).toList());
    }

    private static OptionView view(Profile.Option option) {
        Profile.Unlisted own = option.unlisted();
        return new OptionView(
                option.name(),
                option.displayName(),
                option.choices().stream()
                        .map(choice -> new ChoiceView(choice.slug(), choice.displayName(), choice.isDefault()))
                        .toList(),
                own == null
                        ? null
                        : new UnlistedView(own.displayName(), own.pattern().pattern()));
    }
}
