package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import dev.orrery.launch.Launcher;
import dev.orrery.launch.WorkloadId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores decisions and begins what follows from them: in one transaction the new states and the new attempts, after its commit
 * the wake-ups, the stops and the news.
 */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** Of so many attempts that begin together it is told one by one; that the run changed is told anyway. */
    private static final int MOST_TOLD = 100;

    private final JdbcSchedulerStore store;
    private final Launcher launcher;
    private final Gates gates;
    private final Waits waits;
    private final Duration stopGrace;
    private final InstantSource clock;
    private final News news;
    private final Bell dispatcher = new Bell();
    private final Bell timer = new Bell();
    private final Bell data = new Bell();
    private volatile Instant timerWaitsUntil = Instant.MAX;

    Engine(
            JdbcSchedulerStore store,
            Launcher launcher,
            Specs specs,
            Duration stopGrace,
            InstantSource clock,
            News news) {
        this.store = store;
        this.launcher = launcher;
        RunSpecs runSpecs = new RunSpecs(store, specs);
        this.gates = new Gates(store, runSpecs);
        this.waits = new Waits(store, runSpecs);
        this.stopGrace = stopGrace;
        this.clock = clock;
        this.news = news;
    }

    JdbcSchedulerStore store() {
        return store;
    }

    /** This server's name. */
    String server() {
        return news.server();
    }

    /** To the microsecond, as times are stored. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Rung when an attempt waits, or a place has become free. */
    Bell dispatcher() {
        return dispatcher;
    }

    /** Rings the timer after the commit, where it would not look by itself by then. */
    void wakeAt(Transaction tx, Instant time) {
        after(tx, () -> {
            if (time.isBefore(timerWaitsUntil)) {
                timer.ring();
            }
        });
    }

    /** Until when the timer will not look by itself; the end of time where it looks just now, or waits for nothing. */
    void timerWaitsUntil(Instant time) {
        timerWaitsUntil = time;
    }

    /** Rung when something has a new time. */
    Bell timer() {
        return timer;
    }

    /**
     * Applies an event to a run and what follows from it. The run must be locked by this transaction.
     *
     * @return why it was refused; null where it was not
     */
    @Nullable
    String apply(Transaction tx, RunKey key, RunEvent event) {
        Instant now = now();
        Deque<RunEvent> events = new ArrayDeque<>();
        events.add(event);
        while (!events.isEmpty()) {
            RunStatus before = store.runs().status(tx, key);
            Decision decision = Decision.of(before, events.remove(), now);
            if (decision.refusal() != null) {
                return decision.refusal();
            }
            store.runs().write(tx, key, before, decision.run(), now);
            for (RunAction action : decision.actions()) {
                if (action instanceof RunAction.Expand(String taskId, var items)) {
                    store.runs().setItems(tx, key, decision.run(), taskId, items);
                }
            }
            launch(tx, key, decision.actions(), now);
            for (RunAction action : decision.actions()) {
                act(tx, key, action, now).ifPresent(events::add);
            }
            if (!before.equals(decision.run())) {
                tell(tx, Change.run(key));
                wakeWaiters(tx, key, before, decision.run(), now);
                if (!(event instanceof RunEvent.Mark)) {
                    noteMade(tx, key, before, decision.run(), now);
                }
                if (before.state() != RunState.RUNNING && decision.run().state() == RunState.RUNNING) {
                    store.limits().begin(tx, key, now).ifPresent(end -> lookAt(tx, key, end));
                }
            }
            if (decision.run().state().isTerminal() && !before.state().isTerminal()) {
                LOG.info("run {} ended: {}", key, decision.run().state().text());
                admit(tx, key.dagId());
                after(tx, timer::ring);
            }
        }
        return null;
    }

    /** Has a run looked at again, as something may have come that it waits for. The run must be locked by this transaction. */
    void look(Transaction tx, RunKey key) {
        Instant now = now();
        store.waits().woken(tx, key, now);
        if (store.limits().missDeadline(tx, key, now)) {
            LOG.warn("run {} has missed its deadline", key);
            tell(tx, Change.run(key));
        }
        if (store.limits().isTimedOut(tx, key, now)) {
            apply(tx, key, new RunEvent.TimedOut());
        }
        apply(tx, key, new RunEvent.Look());
    }

    /** Has a run looked at again at a time. */
    void lookAt(Transaction tx, RunKey key, Instant at) {
        store.waits().wakeAt(tx, key, at);
        wakeAt(tx, at);
    }

    private void wakeWaiters(Transaction tx, RunKey key, RunStatus before, RunStatus after, Instant now) {
        boolean gotOn = after.tasks().stream()
                .filter(task -> task.state() == TaskState.SUCCESS || task.state() == TaskState.SKIPPED)
                .anyMatch(task -> before.task(task.taskId())
                        .map(TaskStatus::state)
                        .filter(state -> state == task.state())
                        .isEmpty());
        boolean ended = after.state().isTerminal() && !before.state().isTerminal();
        if ((gotOn || ended) && store.waits().wakeWaiters(tx, key, now)) {
            after(tx, timer::ring);
        }
        if (ended && after.tasks().stream().anyMatch(task -> !task.gates().isEmpty())) {
            store.waits().forget(tx, key);
        }
    }

    /** What success has made anew is noted together with it; a success that somebody only says has made nothing. */
    private void noteMade(Transaction tx, RunKey key, RunStatus before, RunStatus after, Instant now) {
        List<String> made = after.tasks().stream()
                .filter(task -> task.gates().contains(Gate.PRODUCES) && task.state() == TaskState.SUCCESS)
                .map(TaskStatus::taskId)
                .filter(taskId -> before.task(taskId)
                        .filter(was -> was.state() == TaskState.SUCCESS)
                        .isEmpty())
                .toList();
        boolean whole = after.state() == RunState.SUCCESS
                && before.state() != RunState.SUCCESS
                && after.tasks().stream().anyMatch(task -> task.gates().contains(Gate.PRODUCES));
        if ((whole || !made.isEmpty()) && store.data().made(tx, key, made, whole, now)) {
            dataMade(tx);
        }
    }

    /** Has the timer look, after the commit, which dags have what they need. */
    void dataMade(Transaction tx) {
        after(tx, () -> {
            data.ring();
            timer.ring();
        });
    }

    /** Rung when dags may have what they consume. */
    Bell data() {
        return data;
    }

    /** Lets runs that wait for a place begin, as many as the dag has places. */
    void admit(Transaction tx, String dagId) {
        DagRow dag = store.dags().locked(tx, dagId);
        int places = dag.maxActiveRuns() - store.runs().running(tx, dagId);
        if (places <= 0) {
            return;
        }
        for (RunKey next : store.runs().queued(tx, dagId, places)) {
            store.runs().lock(tx, next);
            apply(tx, next, new RunEvent.Begin());
        }
    }

    /** Ends an attempt, and goes on with its run, which must be locked. False where it had ended before. */
    boolean end(Transaction tx, AttemptRow attempt, AttemptEnds.Outcome outcome) {
        AttemptState state = outcome.state();
        if (!store.attempts().end(tx, attempt.attemptId(), state, outcome.at(), outcome.exitCode(), outcome.error())) {
            return false;
        }
        // Before what follows: a task's items may be among them.
        store.outputs().add(tx, attempt, outcome.outputs());
        LOG.info("attempt {} ended: {}", attempt, state.text());
        double random = ThreadLocalRandom.current().nextDouble();
        apply(tx, attempt.run(), new RunEvent.AttemptEnded(attempt.taskId(), attempt.number(), state, random));
        after(tx, dispatcher::ring);
        tell(tx, Change.attempt(attempt.run(), attempt.taskId(), attempt.number()));
        return true;
    }

    /** Notes that an attempt's process is to end, and ends it after the commit. */
    void stop(Transaction tx, AttemptRow attempt, AttemptRow.StopReason reason) {
        if (store.attempts().askToStop(tx, attempt.attemptId(), reason)) {
            boolean isOurs = server().equals(attempt.server());
            after(tx, () -> {
                if (isOurs) {
                    stopProcess(attempt.attemptId());
                } else {
                    news.stop(attempt.attemptId());
                }
            });
        }
    }

    /** Where an attempt's process finds what is mounted for it at a path. */
    Path seen(String attemptId, String target) {
        return launcher.visible(workload(attemptId), Path.of(target));
    }

    void stopProcess(String attemptId) {
        launcher.stop(workload(attemptId), stopGrace);
    }

    /** Tells a change after the commit. */
    void tell(Transaction tx, Change change) {
        after(tx, () -> news.changed(change));
    }

    static WorkloadId workload(String attemptId) {
        return new WorkloadId("attempt-" + attemptId);
    }

    private Optional<RunEvent> act(Transaction tx, RunKey key, RunAction action, Instant now) {
        return switch (action) {
            case RunAction.Launch _, RunAction.Expand _ -> Optional.empty(); // done before, all together
            case RunAction.Ask(List<String> taskIds) ->
                Optional.of(new RunEvent.Answered(gates.ask(tx, key, taskIds, now)));
            case RunAction.Await(String taskId, int number) -> {
                String id = newId();
                store.attempts().add(tx, id, key, taskId, number, now);
                store.attempts().start(tx, id, now, null, 0);
                yield watch(tx, key, taskId, number, now);
            }
            case RunAction.Watch(String taskId, int number) -> watch(tx, key, taskId, number, now);
            case RunAction.Fail(String taskId, int number, Answer.Broken why) -> {
                String id = newId();
                store.attempts().add(tx, id, key, taskId, number, now);
                AttemptError error = AttemptError.of(AttemptError.Kind.LAUNCH, why.name(), why.message());
                store.attempts().end(tx, id, AttemptState.FAILED, now, null, error);
                tell(tx, Change.attempt(key, taskId, number));
                yield Optional.empty();
            }
            case RunAction.Stop(String taskId, int number) -> stop(tx, key, taskId, number, now);
            case RunAction.WakeAt wake -> {
                wakeAt(tx, wake.at());
                yield Optional.empty();
            }
        };
    }

    private void launch(Transaction tx, RunKey key, List<RunAction> actions, Instant now) {
        List<JdbcAttemptStore.Added> attempts = new ArrayList<>();
        for (RunAction action : actions) {
            if (action instanceof RunAction.Launch(String taskId, int number)) {
                attempts.add(new JdbcAttemptStore.Added(newId(), taskId, number));
                if (attempts.size() <= MOST_TOLD) {
                    tell(tx, Change.attempt(key, taskId, number));
                }
            }
        }
        if (!attempts.isEmpty()) {
            store.attempts().add(tx, attempts, key, now);
            after(tx, dispatcher::ring);
        }
    }

    private Optional<RunEvent> watch(Transaction tx, RunKey key, String taskId, int number, Instant now) {
        return switch (waits.look(tx, key, taskId, number, now)) {
            case Watched.Come() -> Optional.of(waited(tx, key, taskId, number, TaskState.SUCCESS, null, now));
            case Watched.Over(boolean skip, AttemptError why) -> {
                TaskState end = skip ? TaskState.SKIPPED : TaskState.FAILED;
                yield Optional.of(waited(tx, key, taskId, number, end, why, now));
            }
            case Watched.NotYet(Instant again) -> {
                if (again != null) {
                    lookAt(tx, key, again);
                }
                tell(tx, Change.attempt(key, taskId, number));
                yield Optional.empty();
            }
        };
    }

    private RunEvent waited(
            Transaction tx,
            RunKey key,
            String taskId,
            int number,
            TaskState end,
            @Nullable AttemptError why,
            Instant now) {
        AttemptRow attempt = store.attempts().find(tx, key, taskId, number).orElseThrow();
        AttemptState state = switch (end) {
            case SUCCESS -> AttemptState.SUCCESS;
            case SKIPPED -> AttemptState.CANCELLED;
            case NONE, QUEUED, RUNNING, FAILED, UP_FOR_RETRY, UPSTREAM_FAILED, CANCELLED, REMOVED ->
                AttemptState.FAILED;
        };
        store.attempts().end(tx, attempt.attemptId(), state, now, null, why);
        tell(tx, Change.attempt(key, taskId, number));
        return new RunEvent.WaitEnded(taskId, number, end);
    }

    private Optional<RunEvent> stop(Transaction tx, RunKey key, String taskId, int number, Instant now) {
        AttemptRow attempt = store.attempts().find(tx, key, taskId, number).orElseThrow();
        if (attempt.claimedAt() != null) {
            stop(tx, attempt, AttemptRow.StopReason.CANCEL);
            return Optional.empty();
        }
        AttemptError error = AttemptError.of(
                AttemptError.Kind.CANCELLED, "Cancelled", "The run was cancelled before this attempt began.");
        store.attempts().end(tx, attempt.attemptId(), AttemptState.CANCELLED, now, null, error);
        tell(tx, Change.attempt(key, taskId, number));
        return Optional.of(new RunEvent.AttemptEnded(taskId, number, AttemptState.CANCELLED));
    }

    /** What was committed stays so, whatever becomes of what follows from it. */
    private static void after(Transaction tx, Runnable action) {
        tx.afterCommit(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("what follows from a change failed", e);
            }
        });
    }

    static String newId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong())
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
