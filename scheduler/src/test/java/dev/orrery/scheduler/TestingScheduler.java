package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.database.Database;
import dev.orrery.launch.Account;
import dev.orrery.launch.Environment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler on a real database and a real folder, with a launcher, a clock and a source of dags that a test holds. It has no
 * threads: {@link #settle} does what there is to do, on the test's own.
 */
final class TestingScheduler implements AutoCloseable {
    final TestingLauncher launcher = new TestingLauncher();
    final Set<String> tokens = new HashSet<>();
    final List<Change> changes = new ArrayList<>();
    final Map<String, String> connections = new HashMap<>();
    final TestingOutlook outlook = new TestingOutlook();
    final TestingStorage storage;
    final Path attempts;
    final Database database;
    EnvironmentSource.Readiness environment;
    Instant now = Instant.parse("2026-03-05T10:00:00Z");
    int places = 4;
    Seat seat = Seat.alone();
    int mostSlots;
    Scheduler scheduler;

    /** Called with the name of each step of a launch; what it throws is the server's death there. */
    java.util.function.Consumer<String> steps = step -> {};

    private final Map<String, DagSpec> deployed = new java.util.LinkedHashMap<>();

    TestingScheduler(Database database, Path folder) {
        this.database = database;
        this.storage = new TestingStorage(folder.resolve("objects"));
        this.attempts = folder.resolve("attempts");
        this.environment =
                new EnvironmentSource.Readiness.Ready(new Environment("default", "d", Path.of("/env"), List.of()));
        open();
    }

    /** A new scheduler on the same database, as after a restart; does not recover yet. */
    void open() {
        launcher.deafen();
        SchedulerConfig config = new SchedulerConfig(
                places,
                attempts,
                () -> "http://127.0.0.1:1",
                List.of("runner", "attempt"),
                List.of(),
                Map.of(),
                new SlotConfig(() -> mostSlots, List.of("runner", "slot")),
                1L << 30,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30));
        scheduler = new Scheduler(config, database, surroundings(), changes::add, clock(), seat, Runnable::run);
        for (var spec : deployed.entrySet()) {
            VersionRow version = scheduler.store().read(tx -> {
                DagRow dag = scheduler.store().dags().find(tx, spec.getKey()).orElseThrow();
                return scheduler
                        .store()
                        .dags()
                        .version(tx, dag.dagId(), dag.version())
                        .orElseThrow();
            });
            scheduler.specs().keep(version, spec.getValue());
        }
    }

    private Surroundings surroundings() {
        return new Surroundings(
                launcher,
                storage,
                name -> environment,
                (commit, dagId, into) -> {
                    steps.accept("checkout");
                    write(into.resolve("a.ipynb"), "{}");
                },
                user -> new Account(user, 20_001),
                new AttemptTokens() {
                    @Override
                    public String issue(String attemptId) {
                        steps.accept("token");
                        tokens.add(attemptId);
                        return "secret-" + attemptId;
                    }

                    @Override
                    public void revoke(String attemptId) {
                        tokens.remove(attemptId);
                    }
                },
                (dag, commit, values) -> List.of(),
                outlook,
                name -> Optional.ofNullable(connections.get(name))
                        .map(url -> new ConnectionSource.Given(
                                "ORRERY_CONNECTION_" + name.toUpperCase(Locale.ROOT),
                                url,
                                url.replaceFirst(":[^:@/]+@", ":***@"))));
    }

    InstantSource clock() {
        return () -> now;
    }

    Deployed deploy(DagSpec spec) {
        return deploy(spec, "c1");
    }

    Deployed deploy(DagSpec spec, String commit) {
        deployed.put(spec.dagId(), spec);
        return scheduler.deploy(spec, "dag_id: " + spec.dagId(), commit, "ana", List.of("dag.yml", "a.ipynb"));
    }

    /** From the next opening on, this dag's spec is read from its stored dag.yml, which is none. */
    void forget(String dagId) {
        deployed.remove(dagId);
    }

    /** Does all that is due now. */
    void settle() {
        do {
            scheduler.timer().tick();
            scheduler.dispatcher().dispatch();
        } while (scheduler.engineIsRung());
        if (mostSlots > 0) {
            scheduler.keeper().keep();
        }
    }

    void advance(Duration time) {
        now = now.plus(time);
        settle();
    }

    String trigger(String dagId) {
        String runId = scheduler.trigger(dagId, Map.of(), "ana");
        settle();
        return runId;
    }

    AttemptRow attempt(String attemptId) {
        return scheduler
                .store()
                .read(tx -> scheduler.store().attempts().find(tx, attemptId))
                .orElseThrow();
    }

    /** What the runner of a task's newest attempt is told. */
    AttemptReports.Order order(String dagId, String runId, String taskId) {
        return scheduler.reports().order(attempt(dagId, runId, taskId).attemptId());
    }

    /** A task's newest attempt. */
    AttemptRow attempt(String dagId, String runId, String taskId) {
        return scheduler
                .store()
                .read(tx -> scheduler.store().attempts().of(tx, new RunKey(dagId, runId), List.of(taskId)))
                .stream()
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** The runner tells the start, and the end. */
    void finish(AttemptRow attempt, AttemptEvent.EndState state) {
        finish(attempt, state, null);
    }

    void finish(AttemptRow attempt, AttemptEvent.EndState state, @Nullable Map<String, @Nullable Object> outputs) {
        started(attempt, 1);
        AttemptError error = state == AttemptEvent.EndState.SUCCESS
                ? null
                : new AttemptError(AttemptError.Kind.CELL, "ValueError", "no", "c1", 2, List.of("line"));
        scheduler.reports().take(attempt.attemptId(), List.of(finished(2, state, error, outputs)));
        if (launcher.running().contains(attempt.attemptId())) {
            launcher.end(attempt.attemptId(), 0, false, now);
        }
        settle();
    }

    /** The runners in the slots say that they are ready. */
    void readySlots() {
        launcher.slots().forEach(this::attemptOf);
    }

    /** What a slot's runner learns when it asks for its attempt. */
    Optional<String> attemptOf(String slot) {
        try {
            return scheduler.slots().await(slot, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void started(AttemptRow attempt, long sequence) {
        scheduler.reports().take(attempt.attemptId(), List.of(event(sequence, AttemptEvent.Kind.STARTED)));
    }

    AttemptEvent event(long sequence, AttemptEvent.Kind kind) {
        return new AttemptEvent(sequence, now, kind, 5, null, null, null, null, null, null, null, null, null);
    }

    AttemptEvent cell(long sequence, AttemptEvent.Kind kind, int index) {
        return new AttemptEvent(
                sequence, now, kind, null, index, "cell-" + index, false, 1.5, 1_000L, null, null, null, null);
    }

    AttemptEvent finished(long sequence, AttemptEvent.EndState state, @Nullable AttemptError error) {
        return finished(sequence, state, error, null);
    }

    AttemptEvent finished(
            long sequence,
            AttemptEvent.EndState state,
            @Nullable AttemptError error,
            @Nullable Map<String, @Nullable Object> outputs) {
        return new AttemptEvent(
                sequence,
                now,
                AttemptEvent.Kind.FINISHED,
                null,
                null,
                null,
                null,
                null,
                null,
                state,
                0,
                error,
                outputs);
    }

    RunStatus status(String dagId, String runId) {
        return scheduler.store().read(tx -> scheduler.store().runs().status(tx, new RunKey(dagId, runId)));
    }

    /** The states of a run's tasks, in order, before them the run's own. */
    String states(String dagId, String runId) {
        RunStatus run = status(dagId, runId);
        return run.state().text() + ": "
                + run.tasks().stream().map(task -> task.state().text()).collect(Collectors.joining(" "));
    }

    List<RunRow> runs(String dagId) {
        return scheduler
                .store()
                .read(tx -> scheduler.store().runs().newest(tx, dagId, 1_000))
                .reversed();
    }

    static void write(Path file, String text) {
        try {
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
