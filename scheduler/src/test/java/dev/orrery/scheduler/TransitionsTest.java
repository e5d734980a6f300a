package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.dag.TriggerRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TransitionsTest {
    @Test
    void nothingLeadsOnFromAnEndedAttempt() {
        for (AttemptState from : AttemptState.values()) {
            for (AttemptState to : AttemptState.values()) {
                assertFalse(from.isTerminal() && Transitions.isLegal(from, to), from + " to " + to);
            }
        }
    }

    @Test
    void fromAnEndedTaskOnlyARetryLeadsOn() {
        for (TaskState from : TaskState.values()) {
            if (from.isTerminal()) {
                List<TaskState> next = Arrays.stream(TaskState.values())
                        .filter(to -> Transitions.isLegal(from, to))
                        .toList();
                assertEquals(List.of(TaskState.NONE), next);
            }
        }
    }

    @Test
    void everyStateThatIsNoEndLeadsToOne() {
        for (RunState from : RunState.values()) {
            assertTrue(from.isTerminal()
                    || Arrays.stream(RunState.values())
                            .anyMatch(to -> to.isTerminal() && Transitions.isLegal(from, to)));
        }
        for (AttemptState from : AttemptState.values()) {
            assertTrue(from.isTerminal()
                    || Arrays.stream(AttemptState.values())
                            .anyMatch(to -> to.isTerminal() && Transitions.isLegal(from, to)));
        }
    }

    @Test
    void anIllegalChangeIsRefused() {
        TaskStatus task = TaskStatus.waiting("a", List.of(), TriggerRule.ALL_SUCCESS, 0, Duration.ZERO);
        assertThrows(IllegalStateException.class, () -> task.in(TaskState.SUCCESS));
    }

    @Test
    void everyStateIsReadBackFromItsText() {
        for (RunState state : RunState.values()) {
            assertEquals(state, RunState.of(state.text()));
        }
        for (TaskState state : TaskState.values()) {
            assertEquals(state, TaskState.of(state.text()));
        }
        for (AttemptState state : AttemptState.values()) {
            assertEquals(state, AttemptState.of(state.text()));
        }
        assertEquals("upstream_failed", TaskState.UPSTREAM_FAILED.text());
    }
}
