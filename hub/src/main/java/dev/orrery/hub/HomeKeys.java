package dev.orrery.hub;

import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.identity.User;
import dev.orrery.launch.Account;
import dev.orrery.launch.Environment;
import dev.orrery.launch.Homes;
import dev.orrery.launch.Launcher;
import dev.orrery.launch.Resources;
import dev.orrery.launch.ShortPrograms;
import dev.orrery.launch.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Git's name and e-mail, SSH and GPG key of a user's home. The toolbox makes and reads them, as the user and in the user's
 * sandbox, so that the page and the README notebook are one; the server sees no private key.
 */
public final class HomeKeys {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Resources LIMITS = new Resources(512L << 20, 1.0, 64);

    private final Homes homes;
    private final ServerEnvironments environments;
    private final ShortPrograms programs;

    public HomeKeys(Launcher launcher, ServerEnvironments environments, HubConfig config) {
        this.homes = config.homes();
        this.environments = environments;
        this.programs = new ShortPrograms(launcher, config.logs());
    }

    record Key(String fingerprint, String publicKey) {}

    /**
     * @param name empty where git has none; so is the address
     * @param signs which of the two keys git signs commits with
     */
    record Keys(
            String name,
            String email,
            @Nullable Key ssh,
            @Nullable Key gpg,
            @Nullable String signs) {}

    /** What the home has. {@link Problem} where it cannot be looked at. */
    Keys shown(User user) throws InterruptedException {
        return run(user, List.of());
    }

    /** Sets name and address, and makes the keys that are missing. {@link Problem} 422 where one of the two is none. */
    Keys make(User user, String name, String email) throws InterruptedException {
        if ((name + email).chars().anyMatch(Character::isISOControl)) {
            throw new Problem(422, "bad-identity", "A name or an e-mail address has no control characters.", Map.of());
        }
        return run(user, List.of("--name=" + name, "--email=" + email));
    }

    private Keys run(User user, List<String> arguments) throws InterruptedException {
        environments.ensure(ServerEnvironments.DEFAULT);
        Environment environment = environments
                .ready(ServerEnvironments.DEFAULT)
                .orElseThrow(() -> Problem.conflict(
                        "environment-not-built", "The environment is still being built. Come back when it is ready."));
        Account account = new Account(user.name(), user.uid());
        Path home = homes.ensure(account);
        List<String> command = new ArrayList<>(
                List.of(environment.prefix().resolve("bin/python").toString(), "-I", "-m", "toolbox.keys"));
        command.addAll(arguments);
        ShortPrograms.Finished finished = programs.run(
                (id, output) -> new Workload(
                        id,
                        account,
                        command,
                        ServerWorkload.account(user, environment.prefix()),
                        ServerWorkload.inside(user),
                        ServerWorkload.mounts(user, environment, home),
                        LIMITS,
                        output),
                LIMIT);
        return read(finished);
    }

    /** The program runs among the user's files, which may have changed what it is: its answer is read with that in mind. */
    private static Keys read(ShortPrograms.Finished finished) {
        String last = finished.output().strip();
        last = last.substring(last.lastIndexOf('\n') + 1);
        try {
            Answer answer = Exchange.JSON.readValue(last, Answer.class);
            if (answer != null && answer.error() != null) {
                throw new Problem(422, "bad-identity", answer.error(), Map.of());
            }
            if (answer != null && finished.exitCode() == 0 && answer.name() != null && answer.email() != null) {
                return new Keys(answer.name(), answer.email(), answer.ssh(), answer.gpg(), answer.signs());
            }
        } catch (JacksonException e) {
            // Said below.
        }
        throw Problem.conflict(
                "keys-unreadable",
                "The keys of your home could not be read. Run python -m toolbox.keys in a terminal to see why.");
    }

    private record Answer(
            @Nullable String error,
            @Nullable String name,
            @Nullable String email,
            @Nullable Key ssh,
            @Nullable Key gpg,
            @Nullable String signs) {}
}
