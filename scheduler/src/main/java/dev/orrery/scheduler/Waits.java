package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.TaskKind;
import dev.orrery.dag.TaskSpec;
import dev.orrery.dag.WaitFor;
import dev.orrery.database.Transaction;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether what tasks wait for has come. A wait has no process: the timer looks again at the time that is waited for and
 * at the timeout, whenever another run gets on that is waited for, and as often as the dag says for what {@link Lookout} sees.
 */
final class Waits {
    private final JdbcSchedulerStore store;
    private final RunSpecs specs;
    private final Lookout lookout;
    private final Outlook outlook;

    /** @param outlook what {@code lookout} looks with */
    Waits(JdbcSchedulerStore store, RunSpecs specs, Lookout lookout, Outlook outlook) {
        this.store = store;
        this.specs = specs;
        this.lookout = lookout;
        this.outlook = outlook;
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
            Rendering rendered = specs.rendering(tx, run, dag, task, TaskName.of(taskId), number, now);
            return switch (wait.what()) {
                case WaitFor.Time(String at) -> at(time(run, dag, rendered, at), task, wait, since, now);
                case WaitFor.Delay(Duration length) -> at(run.interval().end().plus(length), task, wait, since, now);
                case WaitFor.DagRun other -> other(tx, run, other, task, wait, since, now);
                case WaitFor.FileThere(String path) -> {
                    String file = rendered.text("The file of 'wait_for'", path);
                    yield seen(tx, key, taskId, number, file(tx, run, file), task, wait, since, now);
                }
                case WaitFor.ObjectThere(String url, @Nullable String _) -> {
                    String object = rendered.text("The object of 'wait_for'", url);
                    yield seen(tx, key, taskId, number, () -> outlook.hasObject(object), task, wait, since, now);
                }
                case WaitFor.TableFresh _ -> throw new IllegalStateException("a process waits for that");
            };
        } catch (SchedulerException e) {
            return new Watched.Over(
                    false, AttemptError.of(AttemptError.Kind.LAUNCH, "WaitUnusable", String.valueOf(e.getMessage())));
        }
    }

    private static Instant time(RunRow run, DagSpec dag, Rendering rendered, String at) {
        String text = rendered.text("The time of 'wait_for'", at);
        return WaitFor.Time.instant(text, run.runAfter(), dag.schedule().zone())
                .orElseThrow(() -> new SchedulerException(
                        SchedulerException.Code.INVALID,
                        "'" + AttemptError.cut(text, 100)
                                + "' is no time to wait for: write one such as 06:30, or a date and time."));
    }

    /** How a task ends whose attempt's time was over: null where it waits for nothing. As in Airflow, such a wait is not retried. */
    @Nullable
    TaskState endOfTime(Transaction tx, AttemptRow attempt) {
        RunRow run = store.runs().find(tx, attempt.run()).orElseThrow();
        boolean isUnderWay = store.runs()
                .status(tx, attempt.run())
                .task(attempt.taskId())
                .filter(task -> task.state() == TaskState.RUNNING && task.attempts() == attempt.number())
                .isPresent();
        TaskSpec task =
                specs.of(tx, run).task(TaskName.of(attempt.taskId()).taskId()).orElseThrow();
        if (!isUnderWay || !(task.kind() instanceof TaskKind.Wait wait)) {
            return null;
        }
        return wait.skipOnTimeout() ? TaskState.SKIPPED : TaskState.FAILED;
    }

    private static Watched at(Instant time, TaskSpec task, TaskKind.Wait wait, Instant since, Instant now) {
        return time.isAfter(now) ? notYet(time, task, wait, since, now) : new Watched.Come();
    }

    private BooleanSupplier file(Transaction tx, RunRow run, String path) {
        VersionRow version =
                store.dags().version(tx, run.key().dagId(), run.version()).orElseThrow();
        String home = "/home/" + version.runAs() + "/";
        if (path.startsWith("~/") || path.startsWith(home)) {
            String below = path.substring(path.startsWith("~/") ? 2 : home.length());
            return () -> outlook.hasFile(version.runAs(), below);
        }
        if (path.startsWith("/")) {
            throw new SchedulerException(
                    SchedulerException.Code.INVALID,
                    "'" + AttemptError.cut(path, 200) + "' is no file of the home of " + version.runAs()
                            + ": write ~/…, or a path relative to dag.yml.");
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + path);
        boolean there = version.files().stream().anyMatch(file -> matcher.matches(Path.of(file)));
        return () -> there;
    }

    private Watched seen(
            Transaction tx,
            RunKey key,
            String taskId,
            int number,
            BooleanSupplier look,
            TaskSpec task,
            TaskKind.Wait wait,
            Instant since,
            Instant now) {
        return switch (lookout.ask(tx, key, taskId, number, look, wait.every(), now)) {
            case Lookout.Seen.Come() -> new Watched.Come();
            case Lookout.Seen.NotYet(Instant again) -> notYet(again, task, wait, since, now);
            case Lookout.Seen.Untold(String problem) ->
                throw new SchedulerException(SchedulerException.Code.INVALID, problem);
        };
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
