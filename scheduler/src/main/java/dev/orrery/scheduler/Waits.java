package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.TaskKind;
import dev.orrery.dag.TaskSpec;
import dev.orrery.dag.WaitFor;
import dev.orrery.database.Transaction;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether what tasks wait for has come. A wait has no process: the timer looks again at the time that is waited for and
 * at the timeout, and whenever another run gets on that is waited for.
 */
final class Waits {
    private final JdbcSchedulerStore store;
    private final RunSpecs specs;

    Waits(JdbcSchedulerStore store, RunSpecs specs) {
        this.store = store;
        this.specs = specs;
    }

    Watched look(Transaction tx, RunKey key, String taskId, int number, Instant now) {
        RunRow run = store.runs().find(tx, key).orElseThrow();
        Instant since =
                store.attempts().find(tx, key, taskId, number).orElseThrow().createdAt();
        try {
            DagSpec dag = specs.of(tx, run);
            TaskSpec task = dag.task(TaskName.of(taskId).taskId()).orElseThrow();
            if (!(task.kind() instanceof TaskKind.Wait wait)) {
                throw new IllegalStateException(key + "/" + taskId + " waits for nothing");
            }
            return switch (wait.what()) {
                case WaitFor.Time(String at) ->
                    at(time(tx, run, dag, task, TaskName.of(taskId), number, at, now), task, wait, since, now);
                case WaitFor.Delay(Duration length) -> at(run.interval().end().plus(length), task, wait, since, now);
                case WaitFor.DagRun other -> other(tx, run, other, task, wait, since, now);
                case WaitFor.FileThere _, WaitFor.ObjectThere _, WaitFor.TableFresh _ ->
                    throw new SchedulerException(
                            SchedulerException.Code.INVALID,
                            "This version does not wait for that: see the dag's checks.");
            };
        } catch (SchedulerException e) {
            return new Watched.Over(
                    false, AttemptError.of(AttemptError.Kind.LAUNCH, "WaitUnusable", String.valueOf(e.getMessage())));
        }
    }

    private Instant time(
            Transaction tx, RunRow run, DagSpec dag, TaskSpec task, TaskName name, int number, String at, Instant now) {
        String text = specs.rendering(tx, run, dag, task, name, number, now).text("The time of 'wait_for'", at);
        return WaitFor.Time.instant(text, run.runAfter(), dag.schedule().zone())
                .orElseThrow(() -> new SchedulerException(
                        SchedulerException.Code.INVALID,
                        "'" + AttemptError.cut(text, 100)
                                + "' is no time to wait for: write one such as 06:30, or a date and time."));
    }

    private static Watched at(Instant time, TaskSpec task, TaskKind.Wait wait, Instant since, Instant now) {
        return time.isAfter(now) ? notYet(time, task, wait, since, now) : new Watched.Come();
    }

    private Watched other(
            Transaction tx,
            RunRow run,
            WaitFor.DagRun other,
            TaskSpec task,
            TaskKind.Wait wait,
            Instant since,
            Instant now) {
        Instant date = run.interval().logicalDate().minus(other.offset());
        String otherTask = other.taskId();
        boolean come = otherTask == null
                ? store.waits().runSucceeded(tx, other.dagId(), date)
                : store.waits().taskSucceeded(tx, other.dagId(), otherTask, date);
        if (come) {
            return new Watched.Come();
        }
        boolean isNew = store.waits().await(tx, run.key(), other.dagId(), date);
        return notYet(isNew ? now : null, task, wait, since, now);
    }

    private static Watched notYet(
            @Nullable Instant again, TaskSpec task, TaskKind.Wait wait, Instant since, Instant now) {
        Duration timeout = task.timeout();
        if (timeout == null) {
            return new Watched.NotYet(again);
        }
        Instant end = since.plus(timeout);
        if (end.isAfter(now)) {
            return new Watched.NotYet(again == null || end.isBefore(again) ? end : again);
        }
        String message = "What the task waits for did not come in time, which was "
                + timeout.toString().substring(2).toLowerCase(java.util.Locale.ROOT)
                + (wait.skipOnTimeout() ? "; so it was skipped." : ": give it a longer timeout, or look why.");
        return new Watched.Over(
                wait.skipOnTimeout(), AttemptError.of(AttemptError.Kind.TIMEOUT, "WaitTimeout", message));
    }
}
