package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.dag.Retries;
import dev.orrery.dag.TriggerRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random graphs and random orders of events, with repetitions; a failure prints the seed that shows it again. */
final class DecisionRandomTest {
    private static final AttemptState[] ENDS = {
        AttemptState.SUCCESS,
        AttemptState.SUCCESS,
        AttemptState.SUCCESS,
        AttemptState.FAILED,
        AttemptState.LOST,
        AttemptState.CANCELLED
    };

    private static final TaskState[] WAIT_ENDS = {TaskState.SUCCESS, TaskState.FAILED, TaskState.SKIPPED};

    /** Terminal states stay; no task starts before its rule allows it; a run that has not ended has something that will wake it. */
    @Test
    void everyRunEndsAndBreaksNoPromiseOnTheWay() {
        for (long seed = 0; seed < 3_000; seed++) {
            new Simulation(seed).toTheEnd();
        }
    }

    private static final class Simulation {
        private final long seed;
        private final Random random;
        private final Set<String> live = new HashSet<>();
        private final Set<String> everLaunched = new HashSet<>();
        private final Set<String> wakeUps = new HashSet<>();
        private RunStatus run;
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        Simulation(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.run = new RunStatus(RunState.QUEUED, false, graph());
        }

        void toTheEnd() {
            apply(new RunEvent.Begin());
            for (int step = 0; !run.state().isTerminal(); step++) {
                assertTrue(step < 2_000, "seed " + seed + " does not end: " + run);
                assertSomethingWillWakeIt();
                apply(event());
                now = now.plusSeconds(random.nextInt(40));
            }
            assertTrue(live.isEmpty(), "seed " + seed + " ended with live attempts " + live);
            RunStatus end = run;
            for (int i = 0; i < 10; i++) {
                RunEvent late = event();
                if (!(late instanceof RunEvent.RetryAsked)) {
                    apply(late);
                    assertEquals(end, run, "seed " + seed + ": " + late);
                }
            }
        }

        private void apply(RunEvent event) {
            Decision decision = Decision.of(run, event, now);
            for (TaskStatus before : run.tasks()) {
                TaskStatus after = decision.run().task(before.taskId()).orElseThrow();
                assertFalse(
                        before.state().isTerminal()
                                && before.state() != after.state()
                                && !(event instanceof RunEvent.RetryAsked),
                        () -> "seed " + seed + ": " + event + " changed " + before + " to " + after);
            }
            if (event instanceof RunEvent.AttemptEnded ended) {
                live.remove(ended.taskId() + ended.attempt());
            }
            if (event instanceof RunEvent.WaitEnded ended) {
                live.remove(ended.taskId() + ended.attempt());
            }
            run = decision.run();
            for (RunAction action : decision.actions()) {
                switch (action) {
                    case RunAction.Launch(String taskId, int attempt) -> assertStarts(taskId, attempt);
                    case RunAction.Await(String taskId, int attempt) -> assertStarts(taskId, attempt);
                    case RunAction.Ask(List<String> taskIds) -> apply(answered(taskIds));
                    case RunAction.WakeAt wake -> wakeUps.add(wake.taskId() + wake.at());
                    case RunAction.Expand _, RunAction.Watch _, RunAction.Fail _, RunAction.Stop _ -> {}
                }
            }
        }

        private RunEvent.Answered answered(List<String> taskIds) {
            Map<String, Answer> answers = new HashMap<>();
            for (String taskId : taskIds) {
                answers.put(
                        taskId,
                        switch (random.nextInt(6)) {
                            case 0 -> new Answer.Skip();
                            case 1 -> new Answer.Broken("Broken", "no");
                            default ->
                                run.task(taskId).orElseThrow().mapping() instanceof Mapping.Each
                                        ? new Answer.Expand(Collections.nCopies(random.nextInt(5), (Object) "item"))
                                        : new Answer.GoOn();
                        });
            }
            return new RunEvent.Answered(answers);
        }

        private void assertStarts(String taskId, int attempt) {
            TaskStatus task = run.task(taskId).orElseThrow();
            if (task.attempts() != attempt) {
                return; // a later decision has gone on from this one
            }
            assertTrue(everLaunched.add(taskId + attempt), "seed " + seed + " launched twice");
            live.add(taskId + attempt);
            assertMayStart(run, task);
        }

        private void assertMayStart(RunStatus state, TaskStatus task) {
            assertTrue(
                    !state.cancelling() || task.role() == TaskRole.TEARDOWN,
                    "seed " + seed + ": launched while cancelling");
            if (task.mapping() instanceof Mapping.Instance(String of, int index)) {
                assertHasAPlace(state, of);
                return;
            }
            if (task.role() == TaskRole.TEARDOWN) {
                assertTrue(
                        state.before(task).stream().allMatch(TaskState::isTerminal),
                        () -> "seed " + seed + ": teardown " + task.taskId() + " started before all had ended");
                return;
            }
            assertTrue(
                    task.after().stream()
                            .map(id -> state.task(id).orElseThrow())
                            .allMatch(before -> before.role() != TaskRole.SETUP
                                    || before.state() == TaskState.SUCCESS
                                    || isTornDownBefore(state, before, task)),
                    () -> "seed " + seed + ": " + task.taskId() + " started without its setups");
            assertTrue(
                    holds(task.rule(), state.before(task)),
                    () -> "seed " + seed + ": " + task.taskId() + " (" + task.rule() + ") started after "
                            + state.before(task));
        }

        private void assertHasAPlace(RunStatus state, String of) {
            TaskStatus task = state.task(of).orElseThrow();
            long atWork = state.tasks().instances(of).stream()
                    .filter(one -> one.state().isLive())
                    .count();
            assertEquals(TaskState.RUNNING, task.state(), "seed " + seed);
            assertTrue(
                    task.mapping() instanceof Mapping.Each(int most) && atWork <= most,
                    "seed " + seed + ": " + atWork + " instances of " + of + " at work");
        }

        /** Whether a setup's teardowns all come elsewhere, so that a task does not need it. */
        private static boolean isTornDownBefore(RunStatus state, TaskStatus setup, TaskStatus task) {
            return !Setups.of(state, task).contains(setup);
        }

        /** The rules as dag-yml.md says them; a task with nothing before it may always start. */
        private static boolean holds(TriggerRule rule, List<TaskState> before) {
            boolean ended = before.stream().allMatch(TaskState::isTerminal);
            long succeeded =
                    before.stream().filter(one -> one == TaskState.SUCCESS).count();
            long skipped =
                    before.stream().filter(one -> one == TaskState.SKIPPED).count();
            long failed = before.stream().filter(TaskState::isTerminal).count() - succeeded - skipped;
            return before.isEmpty()
                    || switch (rule) {
                        case ALWAYS -> true;
                        case ALL_SUCCESS -> succeeded == before.size();
                        case ALL_FAILED -> failed == before.size();
                        case ALL_DONE, ALL_DONE_SETUP_SUCCESS -> ended;
                        case ALL_SKIPPED -> skipped == before.size();
                        case ALL_DONE_MIN_ONE_SUCCESS -> ended && succeeded > 0;
                        case ONE_SUCCESS -> succeeded > 0;
                        case ONE_FAILED -> failed > 0;
                        case ONE_DONE -> succeeded + failed > 0;
                        case NONE_FAILED -> ended && failed == 0;
                        case NONE_FAILED_MIN_ONE_SUCCESS -> ended && failed == 0 && succeeded > 0;
                        case NONE_SKIPPED -> ended && skipped == 0;
                    };
        }

        private void assertSomethingWillWakeIt() {
            boolean waits = run.tasks().stream().anyMatch(task -> switch (task.state()) {
                case QUEUED, RUNNING -> live.contains(task.taskId() + task.attempts());
                case UP_FOR_RETRY -> wakeUps.contains(task.taskId() + task.nextRetryAt());
                case NONE, SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED, CANCELLED, REMOVED -> false;
            });
            assertTrue(waits, "seed " + seed + ": nothing will ever wake " + run);
        }

        private RunEvent event() {
            TaskStatus task = run.tasks().get(random.nextInt(run.tasks().size()));
            int attempt = Math.max(1, task.attempts() - random.nextInt(2));
            return switch (random.nextInt(40)) {
                case 0 -> random.nextInt(4) == 0 ? new RunEvent.Cancel() : new RunEvent.Begin();
                case 1 -> new RunEvent.RetryAsked(task.taskId());
                case 2, 3, 4, 5, 6, 7 -> new RunEvent.RetryDue(task.taskId());
                case 15 -> new RunEvent.Look();
                case 16, 17, 18 ->
                    task.isWait()
                            ? new RunEvent.WaitEnded(
                                    task.taskId(), attempt, WAIT_ENDS[random.nextInt(WAIT_ENDS.length)])
                            : new RunEvent.Look();
                case 8, 9, 10, 11, 12, 13, 14 -> new RunEvent.AttemptStarted(task.taskId(), attempt);
                default -> new RunEvent.AttemptEnded(task.taskId(), attempt, ENDS[random.nextInt(ENDS.length)]);
            };
        }

        private List<TaskStatus> graph() {
            List<TaskStatus> tasks = new ArrayList<>();
            int size = 1 + random.nextInt(7);
            for (int i = 0; i < size; i++) {
                List<String> after = new ArrayList<>();
                for (int j = 0; j < i; j++) {
                    if (random.nextInt(3) == 0) {
                        after.add("t" + j);
                    }
                }
                TriggerRule rule = TriggerRule.values()[random.nextInt(TriggerRule.values().length)];
                Duration delay = Duration.ofSeconds(random.nextInt(2) * 30L);
                Set<Gate> gates = switch (random.nextInt(6)) {
                    case 0 -> Set.of(Gate.WHEN);
                    case 1 -> Set.of(Gate.WAIT_FOR);
                    case 2 -> Set.of(Gate.WHEN, Gate.WAIT_FOR);
                    default -> Set.of();
                };
                Retries retries = Retries.constant(random.nextInt(3), delay);
                tasks.add(mapped(TaskStatus.waiting("t" + i, after, rule, gates, retries)));
            }
            return tasks;
        }

        private TaskStatus mapped(TaskStatus task) {
            TaskRole role = switch (random.nextInt(8)) {
                case 0 -> TaskRole.SETUP;
                case 1 -> TaskRole.TEARDOWN;
                default -> TaskRole.WORK;
            };
            if (random.nextInt(4) > 0) {
                return task.as(role, Mapping.ONE);
            }
            Set<Gate> gates = EnumSet.of(Gate.EACH);
            gates.addAll(task.gates());
            return TaskStatus.waiting(task.taskId(), task.after(), task.rule(), gates, task.retries())
                    .as(role, new Mapping.Each(1 + random.nextInt(3)));
        }
    }
}
