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
import java.util.Deque;
import java.util.List;
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

    private final JdbcSchedulerStore store;
    private final Launcher launcher;
    private final Waits waits;
    private final Actions actions;
    private final Duration stopGrace;
    private final InstantSource clock;
    private final News news;
    private final Bookings bookings;
    private final Admissions admissions;
    private final Bell dispatcher = new Bell();
    private final Bell timer = new Bell();
    private final Bell data = new Bell();
    private volatile Instant timerWaitsUntil = Instant.MAX;

    Engine(
            JdbcSchedulerStore store,
            Launcher launcher,
            Gates gates,
            Waits waits,
            Duration stopGrace,
            InstantSource clock,
            News news) {
        this.store = store;
        this.bookings = new Bookings(store);
        this.admissions = new Admissions(store, (tx, run) -> apply(tx, run, new RunEvent.Begin()));
        this.launcher = launcher;
        this.actions = new Actions(this, gates, waits);
        this.waits = waits;
        this.stopGrace = stopGrace;
        this.clock = clock;
        this.news = news;
    }

    JdbcSchedulerStore store() {
        return store;
    }

    Bookings bookings() {
        return bookings;
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
                    store.tasks().setItems(tx, key, decision.run(), taskId, items);
                }
            }
            actions.launch(tx, key, decision.actions(), now);
            for (RunAction action : decision.actions()) {
                actions.act(tx, key, action, now).ifPresent(events::add);
            }
            if (!before.equals(decision.run())) {
                tell(tx, Change.run(key));
                wakeWaiters(tx, key, before, decision.run(), now);
                if (!(event instanceof RunEvent.Mark)) {
                    noteMade(tx, key, before, decision.run(), now);
                }
                if (before.state() != RunState.RUNNING && decision.run().state() == RunState.RUNNING) {
                    store.limits().begin(tx, key, now, end -> lookAt(tx, key, end));
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

    /** Has a run looked at again in a transaction of its own. */
    void lookSoon(RunKey key) {
        store.<@Nullable Void>change(tx -> {
            if (store.runs().lock(tx, key)) {
                look(tx, key);
            }
            return null;
        });
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
        if (gotOn || ended) {
            store.waits().wakeWaiters(tx, key, now, () -> after(tx, timer::ring));
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

    /** Lets runs that wait for a place begin before the commit, as many as the dag has places. */
    void admit(Transaction tx, String dagId) {
        admissions.ask(tx, dagId);
    }

    /** Ends an attempt, and goes on with its run, which must be locked. False where it had ended before. */
    boolean end(Transaction tx, AttemptRow attempt, AttemptEnds.Outcome outcome) {
        return end(tx, attempt, outcome, null);
    }

    /** As {@link #end}, where its runner told it. */
    boolean end(Transaction tx, AttemptRow attempt, AttemptEnds.Outcome outcome, JdbcAttemptStore.@Nullable Told told) {
        AttemptState state = outcome.state();
        if (store.attempts().find(tx, attempt.attemptId()).orElseThrow().state().isTerminal()) {
            return false;
        }
        store.attempts().end(tx, attempt.attemptId(), state, outcome.at(), outcome.exitCode(), outcome.error(), told);
        // Before what follows: a task's items may be among them.
        store.outputs().add(tx, attempt, outcome.outputs());
        LOG.info("attempt {} ended: {}", attempt, state.text());
        boolean isOver = outcome.error() != null && outcome.error().kind() == AttemptError.Kind.TIMEOUT;
        TaskState end = isOver ? waits.endOfTime(tx, attempt) : null;
        double random = ThreadLocalRandom.current().nextDouble();
        apply(
                tx,
                attempt.run(),
                end == null
                        ? new RunEvent.AttemptEnded(attempt.taskId(), attempt.number(), state, random)
                        : new RunEvent.WaitEnded(attempt.taskId(), attempt.number(), end));
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

    /** What was committed stays so, whatever becomes of what follows from it. */
    static void after(Transaction tx, Runnable action) {
        tx.afterCommit(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("what follows from a change failed", e);
            }
        });
    }
}
