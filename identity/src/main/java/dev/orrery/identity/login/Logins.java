package dev.orrery.identity.login;

import dev.orrery.database.Database;
import dev.orrery.identity.Identity;
import dev.orrery.identity.User;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The login providers that there are, and who may come in through them. */
public final class Logins {
    private final Map<String, WebProvider> providers = new LinkedHashMap<>();
    private final Admission admission;
    private final boolean passwords;
    private final URI publicUrl;

    /**
     * @param publicUrl how a browser reaches the platform, without a slash at its end; providers send people back below it
     * @param groups where the groups go that providers name
     */
    public Logins(
            Database database,
            Identity identity,
            LoginSettings settings,
            URI publicUrl,
            GroupMembers groups,
            InstantSource clock) {
        this.admission = new Admission(new JdbcLinkStore(database), identity, groups);
        this.passwords = settings.passwords();
        this.publicUrl = publicUrl;
        for (ProviderSettings one : settings.providers()) {
            providers.put(
                    one.id(),
                    switch (one) {
                        case ProviderSettings.OpenId openId -> new OpenIdProvider(openId, callback(), clock);
                        case ProviderSettings.GitHub gitHub -> new GitHubProvider(gitHub, callback());
                    });
        }
    }

    /** Whether passwords of the platform's own are taken. */
    public boolean passwords() {
        return passwords;
    }

    /** Where providers send people back to. */
    URI callback() {
        return URI.create(publicUrl + ProviderRoutes.CALLBACK);
    }

    List<ProviderSettings> all() {
        return providers.values().stream().map(WebProvider::settings).toList();
    }

    /** The provider of that id; the only one where none is named. */
    Optional<WebProvider> find(Optional<String> id) {
        return id.isPresent()
                ? Optional.ofNullable(providers.get(id.get()))
                : providers.values().stream().findFirst().filter(one -> providers.size() == 1);
    }

    /** Who came back from a provider. Blocking; {@link LoginRefused} where nobody did who is let in. */
    User finish(URI answer, Handshake handshake) {
        WebProvider provider = find(Optional.of(handshake.provider()))
                .orElseThrow(() -> new LoginRefused(LoginRefused.Code.STATE, "there is no such provider any more"));
        return admission.admit(provider.settings(), provider.finish(answer, handshake));
    }

    /** Where a browser goes to log out at the provider too that it came through; null where it need not. */
    @Nullable
    String logoutUrl(@Nullable String provider) {
        try {
            return find(Optional.ofNullable(provider).or(() -> Optional.of("")))
                    .flatMap(one -> one.logout(URI.create(publicUrl + "/login")))
                    .map(URI::toString)
                    .orElse(null);
        } catch (LoginRefused e) {
            return null; // it cannot be reached: who logs out here is logged out here at least
        }
    }
}
