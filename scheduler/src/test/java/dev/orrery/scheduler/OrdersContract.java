package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the runner of an attempt is told to do: its command, its variables, its parameters and the values of tasks before it; whichever database is below. */
@Timeout(60)
abstract class OrdersContract extends SchedulerTestCase {
    @Test
    void variablesAreRenderedIntoTheOrder() {
        deploy("""
                dag_id: d
                schedule: "0 0 * * *"
                start_date: 2026-03-04
                tasks:
                  a:
                    notebook: a.ipynb
                    env: {DAY: "{{ ds }}", TASK: "{{ task.task_id }}"}
                """);
        testing.settle();
        AttemptReports.Order order = order("a");
        assertEquals(Map.of("DAY", "2026-03-04", "TASK", "a"), order.environment());
        assertNull(order.command());
    }

    @Test
    void aCommandIsRenderedIntoTheOrderOfItsRunner() {
        deploy("""
                dag_id: d
                schedule: "0 0 * * *"
                start_date: 2026-03-04
                tasks:
                  text: {command: "dbt run --day {{ ds }}"}
                  words: {command: [dbt, "{{ ds }}"]}
                """);
        testing.settle();
        assertEquals(
                List.of("bash", "-c", "dbt run --day 2026-03-04"), order("text").command());
        assertEquals(List.of("dbt", "2026-03-04"), order("words").command());
        assertEquals("", order("text").notebook());
        String run = testing.runs("d").getFirst().key().runId();
        testing.finish(testing.attempt("d", run, "text"), SUCCESS);
        testing.finish(testing.attempt("d", run, "words"), SUCCESS);
        assertEquals("success: success success", testing.states("d", run));
    }

    @Test
    void aParameterThatCannotBeRenderedFailsTheAttemptAndIsNamed() {
        Map<String, Object> parameters = new HashMap<>(Map.of("good", "{{ ds }}", "bad", "{{ dss }}"));
        testing.deploy(dag("d", TestingDags.withParameters(task("a"), parameters)));
        String run = testing.trigger("d");
        assertEquals("failed: failed", testing.states("d", run));
        AttemptError error = testing.attempt("d", run, "a").error();
        assertEquals(AttemptError.Kind.LAUNCH, error.kind());
        assertTrue(error.message().contains("'bad'"), error.message());
    }

    @Test
    void whatATaskPutsOutIsInTheTemplatesAndTheOrderOfTheNext() {
        deploy("""
                dag_id: d
                tasks:
                  a: {notebook: a.ipynb}
                  b:
                    notebook: b.ipynb
                    after: a
                    when: tasks.a.output.rows > 2
                    parameters: {rows: "{{ tasks.a.output.rows }}", city: "{{ ti.xcom_pull(task_ids='a', key='city') }}"}
                """);
        String run = testing.trigger("d");
        testing.finish(testing.attempt("d", run, "a"), SUCCESS, Map.of("rows", 3, "city", "Oslo", "bad name", 1));
        AttemptReports.Order order = testing.order("d", run, "b");
        assertEquals(Map.of("rows", "3", "city", "Oslo"), order.parameters());
        assertEquals(Map.of("a", Map.of("rows", 3, "city", "Oslo")), order.inputs());
    }

    @Test
    void onlyTheNewestAttemptsValuesCount() {
        deploy("""
                dag_id: d
                tasks:
                  a: {notebook: a.ipynb, retries: 1}
                  b: {notebook: b.ipynb, after: a}
                """);
        String run = testing.trigger("d");
        testing.finish(testing.attempt("d", run, "a"), FAILED, Map.of("old", 1, "both", 1));
        testing.advance(Duration.ofHours(1));
        testing.finish(testing.attempt("d", run, "a"), SUCCESS, Map.of("both", 2));
        assertEquals(
                Map.of("a", Map.of("both", 2)), testing.order("d", run, "b").inputs());
    }

    private AttemptReports.Order order(String taskId) {
        return testing.order("d", testing.runs("d").getLast().key().runId(), taskId);
    }
}
