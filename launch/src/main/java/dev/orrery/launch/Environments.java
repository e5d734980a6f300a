package dev.orrery.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The named Python environments: {@code NAME.lock} in a folder of sources says what is in one, to the hash; built once, it lies in
 * {@code HOME/environments/NAME-DIGEST} and never changes. One that is built needs no network. Safe for use by many threads.
 */
public final class Environments {
    private static final Logger LOG = LoggerFactory.getLogger(Environments.class);

    /** How long one is kept that another has taken the place of, counted from when it was built. */
    static final Duration KEPT = Duration.ofDays(7);

    private final EnvironmentSources sources;
    private final EnvironmentFolders folders;
    private final EnvironmentBuilder builder;
    /** Builds under way and failed, by digest: a changed lock file begins afresh. */
    private final Map<String, EnvironmentStatus> builds = new ConcurrentHashMap<>();

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param sources folders of lock files, the first that has a name counts; the last is the program's own, with its installer's
     *     lock below
     * @param toolbox a Python source tree that every environment gets beside its locked packages; null: none
     * @param home    the platform's home directory
     * @param python  name or path of the interpreter to build upon; null: the newest on the PATH from 3.11 on
     */
    public Environments(List<Path> sources, @Nullable Path toolbox, Path home, @Nullable String python) {
        this(
                sources,
                toolbox,
                home,
                python,
                new UvEnvironmentBuilder(
                        home.toAbsolutePath().resolve("tools"),
                        sources.getLast().resolve("tools/uv.txt"),
                        toolbox,
                        python));
    }

    Environments(
            List<Path> sources,
            @Nullable Path toolbox,
            Path home,
            @Nullable String python,
            EnvironmentBuilder builder) {
        this.sources = new EnvironmentSources(sources, toolbox, python);
        this.folders = new EnvironmentFolders(home.toAbsolutePath().normalize().resolve("environments"));
        this.builder = builder;
        folders.sweep();
    }

    /** All that have a lock file, in order of name. */
    public List<EnvironmentStatus> list() {
        return sources.all().stream().map(this::status).toList();
    }

    private EnvironmentStatus status(EnvironmentSource source) {
        EnvironmentStatus build = builds.get(source.digest());
        if (build != null) {
            return build;
        }
        boolean ready = folders.ready(source).isPresent();
        return new EnvironmentStatus(
                source.name(),
                ready ? EnvironmentStatus.State.READY : EnvironmentStatus.State.MISSING,
                source.digest(),
                "",
                0,
                0,
                null);
    }

    /** The environment as its lock file is now, when it is built. Takes less than a millisecond. */
    public Optional<Environment> ready(String name) {
        return sources.find(name).flatMap(folders::ready);
    }

    /**
     * Begins to build it in the background if it is not built, and again if that failed; returns at once.
     *
     * @throws LaunchException when there is no lock file of this name
     */
    public void ensure(String name) {
        EnvironmentSource source = sources.find(name)
                .orElseThrow(() -> new LaunchException(
                        "There is no environment " + name + ".",
                        "There are: "
                                + String.join(
                                        ", ",
                                        sources.all().stream()
                                                .map(EnvironmentSource::name)
                                                .toList()) + "."));
        if (folders.ready(source).isPresent()) {
            return;
        }
        EnvironmentStatus begun = building(source, "Getting ready", 0, 0);
        EnvironmentStatus before = builds.get(source.digest());
        // Whoever is quicker builds.
        boolean mine = before == null
                ? builds.putIfAbsent(source.digest(), begun) == null
                : !isBuilding(before) && builds.replace(source.digest(), before, begun);
        if (mine) {
            changed(name);
            Thread.ofVirtual().name("environment-" + name).start(() -> build(source));
        }
    }

    private static boolean isBuilding(EnvironmentStatus status) {
        return status.state() == EnvironmentStatus.State.BUILDING;
    }

    private static EnvironmentStatus building(EnvironmentSource source, String step, int done, int total) {
        return new EnvironmentStatus(
                source.name(), EnvironmentStatus.State.BUILDING, source.digest(), step, done, total, null);
    }

    private void build(EnvironmentSource source) {
        long start = System.nanoTime();
        try {
            folders.build(
                    source,
                    draft -> builder.build(source, draft, (step, done, total) -> {
                        EnvironmentStatus status = building(source, step, done, total);
                        if (!status.equals(builds.put(source.digest(), status))) {
                            changed(source.name());
                        }
                    }));
            LOG.info("Environment {} built in {} s", source.name(), (System.nanoTime() - start) / 1_000_000_000);
            builds.remove(source.digest());
        } catch (LaunchException e) {
            LOG.error("Environment {} cannot be built: {}", source.name(), e.getMessage());
            failed(source, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Environment {} cannot be built", source.name(), e);
            failed(source, "An error of the platform's own: " + e + ". See the server's log.");
        }
        changed(source.name());
    }

    private void failed(EnvironmentSource source, @Nullable String message) {
        builds.put(
                source.digest(),
                new EnvironmentStatus(
                        source.name(), EnvironmentStatus.State.FAILED, source.digest(), "", 0, 0, message));
    }

    /**
     * Removes what was built from lock files and toolboxes of before, {@link #KEPT} ago or earlier, and is in no use. For the
     * start of a server: nothing may be starting meanwhile.
     *
     * @param isInUse whether something that runs needs the folder
     */
    public void removeOld(Predicate<Path> isInUse, Instant now) {
        Set<String> current =
                sources.all().stream().map(EnvironmentSource::folder).collect(Collectors.toSet());
        for (Path removed : folders.removeOld(current, isInUse, now.minus(KEPT))) {
            LOG.info("Removed {}: a newer one has taken its place", removed);
        }
    }

    /** Calls the listener with an environment's name whenever its status changed, on the thread that builds. */
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    private void changed(String name) {
        for (Consumer<String> listener : listeners) {
            try {
                listener.accept(name);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on environment {}", name, e);
            }
        }
    }
}
