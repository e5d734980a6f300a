package dev.orrery.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an event: the run's new state, and what is to be done. Pure: no database, no clock. An event that
 * came before, or came too late, changes nothing.
 *
 * @param refusal why what somebody asked for cannot be done; null where it can
 */
record Decision(
        RunStatus run, List<RunAction> actions, @Nullable String refusal) {
    Decision {
        actions = List.copyOf(actions);
    }

    static Decision of(RunStatus run, RunEvent event, Instant now) {
        return switch (event) {
            case RunEvent.Begin begin -> run.state() == RunState.QUEUED ? settle(run.in(RunState.RUNNING)) : none(run);
            case RunEvent.AttemptStarted started -> started(run, started);
            case RunEvent.AttemptEnded ended -> ended(run, ended, now);
            case RunEvent.RetryDue due -> retryDue(run, due, now);
            case RunEvent.Answered answered -> answered(run, answered);
            case RunEvent.Look look -> look(run);
            case RunEvent.WaitEnded ended -> waitEnded(run, ended);
            case RunEvent.TimedOut timedOut ->
                run.state().isTerminal() || run.cancelling() ? none(run) : end(run.timedOut(), false);
            case RunEvent.Cancel cancel -> cancel(run);
            case RunEvent.RetryAsked asked -> retryAsked(run, asked);
            case RunEvent.Clear clear -> Correction.clear(run, clear);
            case RunEvent.Mark mark -> Correction.mark(run, mark);
        };
    }

    private static Decision started(RunStatus run, RunEvent.AttemptStarted event) {
        TaskStatus task = current(run, event.taskId(), event.attempt());
        return task == null || task.state() != TaskState.QUEUED
                ? none(run)
                : new Decision(run.with(task.in(TaskState.RUNNING)), List.of(), null);
    }

    private static Decision ended(RunStatus run, RunEvent.AttemptEnded event, Instant now) {
        TaskStatus task = current(run, event.taskId(), event.attempt());
        if (task == null) {
            return none(run);
        }
        return switch (event.outcome()) {
            case SUCCESS -> settle(run.with(task.in(TaskState.SUCCESS)));
            case FAILED, LOST, CANCELLED -> failed(run, task, event.random(), now);
            case QUEUED, RUNNING -> throw new IllegalStateException("no end");
        };
    }

    private static Decision failed(RunStatus run, TaskStatus task, double random, Instant now) {
        if (run.cancelling()) {
            return settle(run.with(task.in(TaskState.CANCELLED)));
        }
        if (task.attempts() >= task.attemptsAllowed()) {
            return settle(run.with(task.in(TaskState.FAILED)));
        }
        Duration delay = task.retryDelay(random);
        Instant at = now.plus(delay);
        TaskStatus waiting = task.upForRetry(at);
        if (delay.isZero()) {
            return launch(run, waiting);
        }
        // Another instance may have its place meanwhile.
        Decision rest =
                task.mapping() instanceof Mapping.Instance ? settle(run.with(waiting)) : none(run.with(waiting));
        return rest.after(new RunAction.WakeAt(task.taskId(), at));
    }

    private static Decision retryDue(RunStatus run, RunEvent.RetryDue event, Instant now) {
        TaskStatus task = run.task(event.taskId()).orElse(null);
        if (task == null || task.state() != TaskState.UP_FOR_RETRY || task.nextRetryAt() == null) {
            return none(run);
        }
        if (task.nextRetryAt().isAfter(now)) {
            return new Decision(run, List.of(new RunAction.WakeAt(task.taskId(), task.nextRetryAt())), null);
        }
        return launch(run, task);
    }

    private static Decision look(RunStatus run) {
        if (run.state() != RunState.RUNNING) {
            return none(run);
        }
        Decision settled = settle(run);
        List<RunAction> actions = new ArrayList<>(settled.actions());
        run.tasks().stream()
                .filter(task -> task.isWait() && task.state() == TaskState.RUNNING)
                .forEach(task -> actions.add(new RunAction.Watch(task.taskId(), task.attempts())));
        return new Decision(settled.run(), actions, null);
    }

    private static Decision waitEnded(RunStatus run, RunEvent.WaitEnded event) {
        TaskStatus task = current(run, event.taskId(), event.attempt());
        return task == null ? none(run) : settle(run.with(task.in(event.end())));
    }

    /** What has the newest attempt of a task done. */
    static RunAction begin(TaskStatus task) {
        return task.isWait()
                ? new RunAction.Await(task.taskId(), task.attempts())
                : new RunAction.Launch(task.taskId(), task.attempts());
    }

    private static Decision answered(RunStatus start, RunEvent.Answered event) {
        RunStatus run = start;
        List<RunAction> actions = new ArrayList<>();
        for (TaskStatus task : start.tasks()) {
            Answer answer = event.answers().get(task.taskId());
            if (answer != null && Settling.mayRun(start, task)) {
                run = after(run, task, answer, actions);
            }
        }
        Decision rest = new Settling(run).settle(event.answers().keySet());
        actions.addAll(rest.actions());
        return new Decision(rest.run(), actions, null);
    }

    private static RunStatus after(RunStatus run, TaskStatus task, Answer answer, List<RunAction> actions) {
        return switch (answer) {
            case Answer.GoOn() -> {
                TaskStatus next = task.withNewAttempt();
                actions.add(begin(next));
                yield run.with(next);
            }
            case Answer.Expand(var items) -> Instances.expand(run, task, items, actions);
            case Answer.NotYet() -> run;
            case Answer.Skip() -> run.with(Instances.without(run, task)).with(task.in(TaskState.SKIPPED));
            case Answer.Broken broken -> {
                actions.add(new RunAction.Fail(task.taskId(), task.attempts() + 1, broken));
                yield run.with(Instances.without(run, task))
                        .with(task.withNewAttempt().in(TaskState.FAILED));
            }
        };
    }

    private static Decision cancel(RunStatus run) {
        if (run.state().isTerminal()) {
            return refused(run, "The run has ended already (" + run.state().text() + ").");
        }
        return end(run.cancelling() ? run : run.cancelling(true), run.cancelling());
    }

    /**
     * Ends what has not ended of a run whose end is under way.
     *
     * @param all teardowns, too, which otherwise take down what was set up
     */
    private static Decision end(RunStatus run, boolean all) {
        List<TaskStatus> changed = new ArrayList<>();
        List<RunAction> actions = new ArrayList<>();
        for (TaskStatus task : run.tasks()) {
            boolean follows = task.mapping() instanceof Mapping.Each && task.state() == TaskState.RUNNING;
            boolean spared = !all
                    && task.role().isTeardown()
                    && !Setups.before(run, task).isEmpty();
            if (follows || spared) {
                continue;
            }
            if (task.state().isLive()) {
                actions.add(new RunAction.Stop(task.taskId(), task.attempts()));
            } else if (!task.state().isTerminal()) {
                changed.add(task.in(TaskState.CANCELLED));
            }
        }
        RunStatus next = run.with(changed);
        for (TaskStatus task : run.tasks()) {
            if (task.mapping() instanceof Mapping.Each && task.state() == TaskState.RUNNING) {
                next = next.joined(task.taskId());
            }
        }
        Decision rest = settle(next);
        actions.addAll(rest.actions());
        return new Decision(rest.run(), actions, null);
    }

    private static Decision retryAsked(RunStatus run, RunEvent.RetryAsked event) {
        TaskStatus task = run.task(event.taskId()).orElse(null);
        if (task == null || task.state() == TaskState.REMOVED) {
            return refused(run, "The run has no task '" + event.taskId() + "'.");
        }
        if (run.cancelling() && !run.state().isTerminal()) {
            return refused(run, "The run is being cancelled: wait until it has ended, then retry.");
        }
        if (task.state() == TaskState.UP_FOR_RETRY) {
            return launch(run, task);
        }
        if (!task.state().isTerminal()) {
            return refused(
                    run,
                    "The task '" + task.taskId() + "' has not ended ("
                            + task.state().text() + ").");
        }
        List<TaskStatus> downstream = run.downstream(task.taskId());
        for (TaskStatus later : downstream) {
            if (later.state().isLive()) {
                return refused(run, "The task '" + later.taskId() + "' after it is at work: wait until it has ended.");
            }
        }
        return reopened(run, task, downstream);
    }

    private static Decision reopened(RunStatus run, TaskStatus task, List<TaskStatus> downstream) {
        RunStatus open = run.state().isTerminal() ? run.in(RunState.RUNNING).cancelling(false) : run;
        Set<String> again = Setups.broughtAlong(run, Set.of(task.taskId()));
        for (String other : again) {
            TaskStatus found = open.task(other).orElseThrow();
            open = found.state().isLive() ? open : open.reset(found);
        }
        for (TaskStatus later : downstream) {
            if (!again.contains(later.taskId())) {
                open = open.reset(open.task(later.taskId()).orElseThrow());
            }
        }
        TaskStatus reset = open.task(task.taskId()).orElseThrow();
        boolean waits = again.size() > 1 || reset.mapping() instanceof Mapping.Instance;
        if (!waits && !Settling.mayRun(open, reset)) {
            return refused(
                    run,
                    "The task '" + task.taskId() + "' cannot run as the tasks before it ended: retry "
                            + String.join(" or ", culprits(open, reset)) + ".");
        }
        return settle(open);
    }

    private static List<String> culprits(RunStatus run, TaskStatus task) {
        return task.after().stream()
                .filter(id -> run.task(id).map(TaskStatus::state).orElseThrow() != TaskState.SUCCESS)
                .map(id -> "'" + id + "'")
                .toList();
    }

    /** The task, where this is its newest attempt and that one has not ended. */
    private static @Nullable TaskStatus current(RunStatus run, String taskId, int attempt) {
        return run.task(taskId)
                .filter(task -> task.attempts() == attempt && task.state().isLive())
                .filter(task -> !(task.mapping() instanceof Mapping.Each))
                .orElse(null);
    }

    /**
     * Makes the next attempt. An instance that finds no place among the others waits for one; and what is before a task may have
     * changed since it began, as when its setup is made anew.
     */
    private static Decision launch(RunStatus run, TaskStatus waiting) {
        if (waiting.mapping() instanceof Mapping.Instance || !Settling.lets(run, waiting)) {
            return settle(run.with(waiting.waitingAgain()));
        }
        TaskStatus task = waiting.withNewAttempt();
        return new Decision(run.with(task), List.of(begin(task)), null);
    }

    /** Lets each waiting task go on whose rule has come true, until there is none; ends the run when all has ended. */
    static Decision settle(RunStatus start) {
        return new Settling(start).settle(Set.of());
    }

    /** A run has the state of its last tasks, those that no other waits for: one that failed fails it. */
    static RunStatus finishedOrNot(RunStatus run) {
        if (!run.tasks().stream().allMatch(task -> task.state().isTerminal())) {
            return run;
        }
        if (run.cancelling()) {
            return run.in(run.overdue() ? RunState.FAILED : RunState.CANCELLED);
        }
        boolean failed = run.leaves().stream().anyMatch(task -> switch (task.state()) {
            case FAILED, UPSTREAM_FAILED, CANCELLED -> true;
            case SUCCESS, SKIPPED, NONE, QUEUED, RUNNING, UP_FOR_RETRY, REMOVED -> false;
        });
        return run.in(failed ? RunState.FAILED : RunState.SUCCESS);
    }

    /** With one more thing to do. */
    private Decision after(RunAction action) {
        List<RunAction> more = new ArrayList<>(actions);
        more.add(action);
        return new Decision(run, more, refusal);
    }

    static Decision none(RunStatus run) {
        return new Decision(run, List.of(), null);
    }

    static Decision refused(RunStatus run, String why) {
        return new Decision(run, List.of(), why);
    }
}
