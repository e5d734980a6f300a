package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a task needs to start beside the ends of the tasks before it: its condition, its own past; whichever database is below. */
@Timeout(60)
abstract class ConditionsContract extends SchedulerTestCase {
    @Test
    void aConditionThatDoesNotHoldSkipsTheTaskAndWhatFollowsIt() {
        deploy("""
                dag_id: d
                parameters: {n: 3}
                tasks:
                  no: {notebook: a.ipynb, when: "params.n > 3"}
                  after_no: {notebook: a.ipynb, after: no}
                  yes: {notebook: a.ipynb, when: "{{ params.n == 3 }}"}
                """);
        String run = testing.trigger("d");
        assertEquals("running: skipped skipped queued", testing.states("d", run));
        testing.finish(testing.attempt("d", run, "yes"), SUCCESS);
        assertEquals("success: skipped skipped success", testing.states("d", run));
    }

    @Test
    void aConditionIsAskedWhenTheTasksBeforeHaveEnded() {
        deploy("""
                dag_id: d
                tasks:
                  a: {notebook: a.ipynb}
                  mend: {notebook: a.ipynb, after: a, trigger_rule: all_done, when: "tasks.a.state == 'failed'"}
                """);
        String bad = testing.trigger("d");
        assertEquals("running: queued none", testing.states("d", bad));
        testing.finish(testing.attempt("d", bad, "a"), FAILED);
        assertEquals("running: failed queued", testing.states("d", bad));
        testing.now = testing.now.plusSeconds(1);
        String good = testing.trigger("d");
        testing.finish(testing.attempt("d", good, "a"), SUCCESS);
        assertEquals("success: success skipped", testing.states("d", good));
    }

    @Test
    void aConditionThatCannotBeRenderedFailsTheTaskWithTheSentence() {
        deploy("""
                dag_id: d
                retries: 3
                tasks:
                  a: {notebook: a.ipynb, when: "var.value.size == 'big'"}
                """);
        String run = testing.trigger("d");
        assertEquals("failed: failed", testing.states("d", run));
        AttemptError error = testing.attempt("d", run, "a").error();
        assertTrue(
                error != null && error.message().startsWith("The condition 'when' cannot be rendered"),
                () -> "" + error);
        testing.scheduler.retryTask("d", run, "a");
        testing.settle();
        assertEquals("failed: failed", testing.states("d", run));
        assertEquals(2, testing.attempt("d", run, "a").number());
    }

    @Test
    void aTaskThatDependsOnThePastWaitsForItsOwnSuccessInTheRunBefore() {
        deploy("""
                dag_id: d
                schedule: "0 0 * * *"
                start_date: 2026-03-03
                catchup: true
                tasks:
                  a: {notebook: a.ipynb, depends_on_past: true}
                  b: {notebook: a.ipynb, after: a}
                """);
        testing.settle();
        String first = testing.runs("d").get(0).key().runId();
        String second = testing.runs("d").get(1).key().runId();
        assertEquals("running: queued none", testing.states("d", first));
        assertEquals("running: none none", testing.states("d", second));
        testing.finish(testing.attempt("d", first, "a"), FAILED);
        assertEquals("running: none none", testing.states("d", second));
        testing.scheduler.retryTask("d", first, "a");
        testing.settle();
        testing.finish(testing.attempt("d", first, "a"), SUCCESS);
        assertEquals("running: queued none", testing.states("d", second));
    }

    @Test
    void aTaskThatWaitsForDownstreamWaitsForTheTasksBehindItToo() {
        deploy("""
                dag_id: d
                schedule: "0 0 * * *"
                start_date: 2026-03-03
                catchup: true
                tasks:
                  a: {notebook: a.ipynb, wait_for_downstream: true}
                  b: {notebook: a.ipynb, after: a}
                """);
        testing.settle();
        String first = testing.runs("d").get(0).key().runId();
        String second = testing.runs("d").get(1).key().runId();
        testing.finish(testing.attempt("d", first, "a"), SUCCESS);
        assertEquals("running: none none", testing.states("d", second));
        testing.finish(testing.attempt("d", first, "b"), SUCCESS);
        assertEquals("running: queued none", testing.states("d", second));
    }
}
