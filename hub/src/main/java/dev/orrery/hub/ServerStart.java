package dev.orrery.hub;

import dev.orrery.identity.ServerTokens;
import dev.orrery.identity.User;
import dev.orrery.launch.Account;
import dev.orrery.launch.Environment;
import dev.orrery.launch.EnvironmentStatus;
import dev.orrery.launch.LaunchException;
import dev.orrery.launch.Launcher;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Takes one server from asked-for to answering: waits for the environment, launches, waits for the first answer. Runs on a
 * thread of its own; where the server is stopped meanwhile, it notices at its next step and gives up.
 */
final class ServerStart {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    // Between asking for the environment and the launch; then the first answer's share begins.
    private static final int LAUNCHED = 30;

    private final HubConfig config;
    private final Launcher launcher;
    private final ServerEnvironments environments;
    private final ServerTokens tokens;
    private final InstantSource clock;
    private final Bell bell;
    private final ServerWorkload workloads;

    /** What the start tells; each call is false where the server is no longer starting. */
    interface Progress {
        boolean at(int percent, String message);

        boolean port(int port);
    }

    ServerStart(
            HubConfig config,
            Launcher launcher,
            ServerEnvironments environments,
            ServerTokens tokens,
            InstantSource clock,
            Bell bell) {
        this.config = config;
        this.launcher = launcher;
        this.environments = environments;
        this.tokens = tokens;
        this.clock = clock;
        this.bell = bell;
        this.workloads = new ServerWorkload(config);
    }

    /** Launches the server. Empty where it was stopped meanwhile; {@link LaunchException} where it cannot be. */
    OptionalInt launch(User user, ServerName name, WorkloadId id, ServerSpec spec, Progress progress)
            throws InterruptedException {
        Environment environment = awaitEnvironment(spec.environmentOrDefault(), progress);
        if (environment == null || !progress.at(20, "Preparing the home folder")) {
            return OptionalInt.empty();
        }
        Path home = config.homes().ensure(new Account(user.name(), user.uid()));
        int port = Ports.free();
        if (!progress.port(port)) {
            return OptionalInt.empty();
        }
        prepareLog(name);
        ServerTokens.Pair pair = tokens.issue(name.user(), name.name());
        launcher.start(workloads.of(id, user, name, environment, home, port, pair, spec));
        if (!progress.at(LAUNCHED, "Starting JupyterLab")) {
            // Stopped between the last look and the launch: whoever stopped it found nothing to stop.
            launcher.stop(id, config.stopGrace());
            return OptionalInt.empty();
        }
        return OptionalInt.of(port);
    }

    /** Waits until the server answers. False where it ended or was stopped meanwhile; throws where it takes too long. */
    boolean awaitAnswer(User user, ServerName name, WorkloadId id, int port, Progress progress)
            throws InterruptedException {
        Instant begun = clock.instant();
        String prefix = name.prefix();
        int told = LAUNCHED;
        while (true) {
            long rung = bell.count();
            if (!(launcher.status(id) instanceof WorkloadStatus.Running)) {
                return false;
            }
            if (Readiness.answers(port, prefix)) {
                refuseStranger(user, port);
                return true;
            }
            Duration waited = Duration.between(begun, clock.instant());
            if (waited.compareTo(config.startTimeout()) > 0) {
                throw new LaunchException(
                        "The server did not answer within "
                                + config.startTimeout().toSeconds() + " seconds.",
                        "Look at its log, then start it again.");
            }
            int percent = estimate(waited);
            if (percent >= told + 3) {
                told = percent;
                if (!progress.at(percent, "Starting JupyterLab")) {
                    return false;
                }
            }
            bell.await(rung, LOOK_AGAIN);
        }
    }

    /** From how long it took so far: most servers answer after about ten seconds. */
    static int estimate(Duration waited) {
        double share = 1 - Math.exp(-waited.toMillis() / 7_000.0);
        return LAUNCHED + (int) Math.round((97 - LAUNCHED) * share);
    }

    private @Nullable Environment awaitEnvironment(String name, Progress progress) throws InterruptedException {
        environments.ensure(name);
        while (true) {
            long rung = bell.count();
            Optional<Environment> ready = environments.ready(name);
            if (ready.isPresent()) {
                return ready.get();
            }
            Optional<EnvironmentStatus> status = environments.status(name);
            if (status.isPresent() && status.get().state() == EnvironmentStatus.State.FAILED) {
                throw new LaunchException(
                        "The environment " + name + " could not be built: "
                                + status.get().message(),
                        "Build it again on the environments page, then start the server.");
            }
            String message =
                    status.map(ServerStart::inWords).orElse("Waiting for the environment " + name + " to be built");
            if (!progress.at(5, message)) {
                return null;
            }
            bell.await(rung, Duration.ofSeconds(1));
        }
    }

    private static String inWords(EnvironmentStatus status) {
        String step = status.step().isEmpty() ? "" : ": " + status.step();
        String count = status.total() > 0 ? " (" + status.done() + " of " + status.total() + ")" : "";
        return "Waiting for the environment " + status.name() + " to be built" + step + count;
    }

    private void prepareLog(ServerName server) {
        try {
            Files.createDirectories(config.logs());
            // The log is appended to; each start begins its own.
            Files.deleteIfExists(workloads.log(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseStranger(User user, int port) {
        OptionalInt listener = Ports.listener(port);
        if (listener.isPresent() && listener.getAsInt() != user.uid() && listener.getAsInt() != Ports.ownUid()) {
            throw new LaunchException(
                    "Another program took the server's port " + port + " first.", "Start the server again.");
        }
    }
}
