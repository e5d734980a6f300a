package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.TaskSpec;
import dev.orrery.dag.template.RunContext;
import dev.orrery.dag.template.RunTime;
import dev.orrery.database.DatabaseException;
import dev.orrery.launch.Account;
import dev.orrery.launch.Environment;
import dev.orrery.launch.WorkloadStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the process of one attempt: renders its parameters, makes its folders, launches its runner. May be done again after
 * a death in the midst of it: the workload is started once for its id.
 */
final class AttemptLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptLauncher.class);

    /** Of all values that the tasks before put out, in characters; an attempt gets them with its order. */
    private static final long MOST_INPUT = 16L << 20;

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final SchedulerConfig config;
    private final Surroundings surroundings;
    private final WorkFolders folders;
    private final Specs specs;
    private final Slots slots;
    private final AttemptWorkloads workloads;

    AttemptLauncher(
            Engine engine,
            Specs specs,
            SchedulerConfig config,
            Surroundings surroundings,
            WorkFolders folders,
            Slots slots) {
        this.engine = engine;
        this.store = engine.store();
        this.specs = specs;
        this.config = config;
        this.surroundings = surroundings;
        this.folders = folders;
        this.slots = slots;
        this.workloads = new AttemptWorkloads(config);
    }

    /** All that an attempt's launch needs to know. */
    private record Job(
            AttemptRow attempt, RunRow run, boolean hasOutputs, VersionRow version, DagSpec dag, TaskSpec task) {}

    /** As {@link #launch(JdbcClaimStore.Claimed, Environment)}, of one that is to be read first. */
    void launch(String attemptId, Environment environment) {
        launch(
                store.read(tx -> store.claims()
                                .claimed(tx, store.runs(), store.attempts().fetch(tx, List.of(attemptId))))
                        .getFirst(),
                environment);
    }

    /**
     * Launches a claimed attempt; what keeps it from being launched fails the attempt.
     *
     * @throws DatabaseException when that could not be stored: it is to be launched again
     * @throws ServerLostException when another server has taken over: this one takes up anew what is still its
     */
    void launch(JdbcClaimStore.Claimed claimed, Environment environment) {
        String attemptId = claimed.attempt().attemptId();
        try {
            Job job = job(claimed);
            if (job.attempt().state().isTerminal()
                    || !engine.server().equals(job.attempt().server())) {
                return;
            }
            if (job.attempt().stopReason() == null) {
                start(job, environment);
            }
            launched(job);
        } catch (DatabaseException | ServerLostException e) {
            throw e;
        } catch (RuntimeException | IOException e) {
            LOG.warn("attempt {} cannot be launched: {}", attemptId, e.toString(), e);
            if (surroundings.launcher().status(Engine.workload(attemptId)) instanceof WorkloadStatus.Unknown) {
                fail(attemptId, "LaunchFailed", message(e));
            } // else its process is there, and its end will be told
        }
    }

    /** Fails an attempt that cannot be launched. */
    void fail(String attemptId, String name, String message) {
        store.<@Nullable Void>change(tx -> {
            AttemptRow attempt = store.attempts().find(tx, attemptId).orElseThrow();
            store.runs().lock(tx, attempt.run());
            AttemptError error = AttemptError.of(AttemptError.Kind.LAUNCH, name, message);
            engine.end(tx, attempt, new AttemptEnds.Outcome(AttemptState.FAILED, engine.now(), null, error));
            return null;
        });
        folders.delete(attemptId);
        surroundings.tokens().revoke(attemptId);
    }

    private Job job(JdbcClaimStore.Claimed claimed) {
        AttemptRow attempt = claimed.attempt();
        RunRow run = claimed.run();
        Specs.Version version = specs.of(
                run.key().dagId(),
                run.version(),
                () -> store.read(tx -> store.dags().version(tx, run.key().dagId(), run.version()))
                        .orElseThrow());
        DagSpec dag = version.spec();
        return new Job(
                attempt,
                run,
                claimed.hasOutputs(),
                version.row(),
                dag,
                dag.task(TaskName.of(attempt.taskId()).taskId()).orElseThrow());
    }

    private void start(Job job, Environment environment) throws IOException {
        String id = job.attempt().attemptId();
        if (!(surroundings.launcher().status(Engine.workload(id)) instanceof WorkloadStatus.Unknown)) {
            return; // started by a server that died before it could note so
        }
        requireInputs(job);
        requireConnections(job.task());
        Rendering rendering = rendering(job);
        Account account = surroundings.accounts().of(job.version().runAs());
        SlotKey key = new SlotKey(account, environment, config.resources(job.task()));
        Optional<String> slot = job.task().notebook().isEmpty() ? Optional.empty() : slots.take(key);
        if (slot.isPresent()) {
            setRendered(id, rendering);
            if (claim(job, key, slot.get())) {
                return;
            }
        }
        Path work = folders.make(id);
        fill(job, account, work);
        Path output = surroundings.storage().makeFolder(job.attempt().folder());
        folders.giveFolder(output, account);
        String token = surroundings.tokens().issue(id);
        // After that: a server that takes over revokes the attempt's tokens before this can find it its own no more.
        setRendered(id, rendering);
        surroundings.launcher().start(workloads.attempt(Engine.workload(id), key, token, work, output));
        slots.bell().ring();
    }

    private void requireConnections(TaskSpec task) {
        for (String name : task.connections()) {
            if (surroundings.connections().of(name).isEmpty()) {
                throw new SchedulerException(
                        SchedulerException.Code.INVALID,
                        "There is no connection '" + name + "': an admin makes it with 'orrery connection set'.");
            }
        }
    }

    private void requireInputs(Job job) {
        RunKey run = job.run().key();
        Set<String> before = job.hasOutputs() ? job.dag().before(job.task()) : Set.of();
        if (!before.isEmpty() && store.read(tx -> store.outputs().size(tx, run, before)) > MOST_INPUT) {
            throw new SchedulerException(
                    SchedulerException.Code.INVALID,
                    "The tasks before this one put out more than " + (MOST_INPUT >> 20)
                            + " MiB of values: store them, and put out where they are stored.");
        }
    }

    /** @throws ServerLostException where the attempt is not this server's any more */
    private void setRendered(String attemptId, Rendering rendering) {
        engine.bookings().<@Nullable Void>book(attemptId, tx -> {
            store.attempts().setRendered(tx, attemptId, engine.server(), rendering.parameters(), rendering.orders());
            return null;
        });
    }

    private void fill(Job job, Account account, Path folder) throws IOException {
        surroundings.dags().checkout(job.version().commit(), job.dag().dagId(), folder);
        folders.give(folder, account);
    }

    /** Makes a slot the attempt's process; where that cannot be, nothing of the slot runs any more. */
    private boolean claim(Job job, SlotKey key, String slot) {
        String id = job.attempt().attemptId();
        try {
            fill(job, key.account(), folders.makeFilling(slot));
            Path output = surroundings.storage().makeFolder(job.attempt().folder());
            folders.become(slot, id, output);
            if (slots.become(slot, id)) {
                return true;
            }
            LOG.info("attempt {} cannot have {}, which has ended", job.attempt(), slot);
        } catch (IOException | RuntimeException e) {
            LOG.warn("attempt {} cannot have {}: {}", job.attempt(), slot, e.toString());
        }
        slots.discard(slot);
        return false;
    }

    private Rendering rendering(Job job) {
        RunTime runTime = new LiveRunTime(store, job.run(), engine.now(), store::read, surroundings.connections());
        RunContext.Mapped mapped = store.<RunContext.@Nullable Mapped>read(tx -> store.runs()
                .mapped(tx, job.run().key(), TaskName.of(job.attempt().taskId())));
        return new Rendering(job.dag(), job.task(), job.attempt().number(), job.run(), mapped, runTime);
    }

    /** Notes that the process is there. Whoever asked for its end meanwhile could not reach it yet, so that is done now. */
    private void launched(Job job) {
        String id = job.attempt().attemptId();
        Instant now = engine.now();
        Instant deadline = job.task().timeout() == null
                ? null
                : now.plus(job.task().timeout()).plus(config.timeoutGrace());
        AttemptRow attempt = engine.bookings().book(id, tx -> {
            AttemptRow found = store.attempts().find(tx, id).orElseThrow();
            store.attempts().setLaunched(tx, id, now, deadline);
            return found;
        });
        if (deadline != null) {
            engine.timer().ring();
        }
        if (attempt.stopReason() == null || attempt.state().isTerminal()) {
            return;
        }
        if (surroundings.launcher().status(Engine.workload(id)) instanceof WorkloadStatus.Unknown) {
            cancelled(attempt);
        } else {
            engine.stopProcess(id);
        }
    }

    private void cancelled(AttemptRow attempt) {
        store.<@Nullable Void>change(tx -> {
            store.runs().lock(tx, attempt.run());
            AttemptError error = AttemptError.of(
                    AttemptError.Kind.CANCELLED, "Cancelled", "The run was cancelled before this attempt began.");
            engine.end(tx, attempt, new AttemptEnds.Outcome(AttemptState.CANCELLED, engine.now(), null, error));
            return null;
        });
    }

    /** What people see; paths and other inner things of the server stay in its log. */
    private static String message(Exception e) {
        String message = e.getMessage();
        return e instanceof IOException || message == null
                ? "The attempt's folder could not be made (" + e.getClass().getSimpleName()
                        + "): see the server's log, then retry."
                : message;
    }
}
