package dev.orrery.identity.login;

import dev.orrery.database.Database;
import dev.orrery.http.Problem;
import dev.orrery.identity.Identity;
import dev.orrery.identity.PasswordCheck;
import dev.orrery.identity.User;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The login providers that there are, and who may come in through them. */
public final class Logins {
    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

    private final Map<String, WebProvider> providers = new LinkedHashMap<>();
    private final Admission admission;
    private final Identity identity;
    private final boolean ownPasswords;
    private final List<PamProvider> system = new ArrayList<>();
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
        this.identity = identity;
        this.ownPasswords = settings.passwords();
        this.publicUrl = publicUrl;
        for (ProviderSettings one : settings.providers()) {
            switch (one) {
                case ProviderSettings.OpenId openId ->
                    providers.put(one.id(), new OpenIdProvider(openId, callback(), clock));
                case ProviderSettings.GitHub gitHub -> providers.put(one.id(), new GitHubProvider(gitHub, callback()));
                case ProviderSettings.Pam pam -> system.add(new PamProvider(pam));
            }
        }
    }

    /** Whether a name and a password are a way in: the platform's own, or the system's. */
    boolean passwords() {
        return ownPasswords || !system.isEmpty();
    }

    /** Knows whose a name and a password are; empty where no passwords are taken. */
    public Optional<PasswordCheck> passwordCheck() {
        return passwords() ? Optional.of(this::withPassword) : Optional.empty();
    }

    private Optional<User> withPassword(String name, String password) {
        Optional<User> own = ownPasswords ? identity.withPassword(name, password) : Optional.empty();
        if (own.isPresent()) {
            return own;
        }
        for (PamProvider one : system) {
            try {
                Optional<Person> person = one.person(name, password);
                if (person.isPresent()) {
                    return Optional.of(admission.admit(one.settings(), person.get()));
                }
            } catch (LoginRefused e) {
                LOG.warn("A login through {} was refused: {}", one.settings().id(), e.getMessage());
                throw switch (e.code()) {
                    case PROVIDER ->
                        new Problem(
                                503,
                                "login-unavailable",
                                "The system's accounts cannot be asked just now. Tell an administrator.",
                                Map.of());
                    case STATE, DENIED, NOT_ALLOWED, BAD_NAME, NAME_TAKEN, NO_MORE_USERS, SETUP_FIRST ->
                        new Problem(
                                403,
                                e.code().text(),
                                "You have an account of this machine, but may not log in here. Ask an administrator; the server's log says why.",
                                Map.of());
                };
            }
        }
        return Optional.empty();
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
