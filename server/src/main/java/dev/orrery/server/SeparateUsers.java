package dev.orrery.server;

import dev.orrery.identity.UserLimit;
import dev.orrery.launch.Isolation;
import java.util.List;
import java.util.Optional;

/**
 * No second user where this machine cannot keep users apart, unless the configuration accepts it in so many words.
 *
 * @param accepted whether it does
 */
record SeparateUsers(Isolation isolation, boolean accepted) implements UserLimit {
    private static final String ACCEPT =
            "Or start the server with ORRERY_ACCEPT_MISSING_ISOLATION=yes if all its users may see and change each other's files.";

    @Override
    public Optional<String> refusal(int users) {
        return users < 1 || accepted || isolation.separatesUsers()
                ? Optional.empty()
                : Optional.of(
                        "This machine cannot keep a second user's files and processes apart from the first one's. "
                                + remedy() + " " + ACCEPT);
    }

    /** Whether those who are there already may be served: another machine, or an uninstalled sandbox, may have changed it. */
    void check(int users) {
        // Where nothing can be run at all, nobody is in danger.
        boolean runs = isolation.identity() != Isolation.Identity.NONE;
        if (runs && users > 1) {
            refusal(users - 1).ifPresent(why -> {
                throw new UsageException("There are " + users + " users. " + why);
            });
        }
    }

    private String remedy() {
        return isolation.gaps().stream()
                .findFirst()
                .map(Isolation.Gap::toString)
                .orElse("Install bubblewrap.");
    }

    /** For the terminal. */
    List<String> inWords() {
        if (isolation.separatesUsers()) {
            return List.of();
        }
        return List.of(
                accepted
                        ? "More than one user is accepted (ORRERY_ACCEPT_MISSING_ISOLATION): all see each other's files."
                        : "So there can be one user only, unless ORRERY_ACCEPT_MISSING_ISOLATION=yes accepts that all see each"
                                + " other's files.");
    }
}
