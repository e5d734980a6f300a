package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that run for each of several items; each database's own test runs this. */
@Timeout(120)
abstract class MappedContract extends SchedulerTestCase {
    @Test
    void itemsThatATaskPutOutRunSoManyAtATimeAndTheJoinSeesAllResults() {
        mapped("""
                  list: {notebook: a.ipynb}
                  each:
                    notebook: b.ipynb
                    for_each: {items: list.cities, as: city, max_parallel: 2}
                    parameters: {at: "{{ map_index }}", upper: "{{ item | upper }}"}
                  join: {notebook: c.ipynb, after: each, parameters: {rows: "{{ tasks.each.output.rows }}"}}
                """);
        String run = testing.trigger("d");
        testing.finish(attempt(run, "list"), SUCCESS, Map.of("cities", List.of("oslo", "rome", "kyiv")));

        assertEquals("running: success running none queued queued none", states(run));
        assertEquals(
                Map.of("at", "1", "upper", "ROME", "city", "rome"),
                order(run, "each[1]").parameters());
        testing.finish(attempt(run, "each[1]"), SUCCESS, Map.of("rows", 20));
        assertEquals("running: success running none queued success queued", states(run));
        testing.finish(attempt(run, "each[2]"), SUCCESS, Map.of("rows", 30));
        testing.finish(attempt(run, "each[0]"), SUCCESS, Map.of("rows", 10));

        assertEquals("running: success success queued success success success", states(run));
        assertEquals("[10, 20, 30]", order(run, "join").parameters().get("rows"));
        assertEquals(
                Map.of("rows", List.of(10, 20, 30)), order(run, "join").inputs().get("each"));
        testing.finish(attempt(run, "join"), SUCCESS);
        assertEquals("success: success success success success success success", states(run));
    }

    @Test
    void noItemsSkipTheTaskAndNoListFailsIt() {
        mapped("""
                  none: {notebook: b.ipynb, for_each: "{{ params.cities }}"}
                  list: {notebook: a.ipynb}
                  text: {notebook: b.ipynb, for_each: list.n}
                """, "parameters: {cities: []}");
        String run = testing.trigger("d");
        testing.finish(attempt(run, "list"), SUCCESS, Map.of("n", "abc"));
        assertEquals("failed: skipped success failed", states(run));
        assertEquals("ItemsUnusable", attempt(run, "text").error().name());
    }

    @Test
    void anInstanceIsRetriedAloneAndItsPlaceIsGivenToAnotherMeanwhile() {
        mapped("""
                  each: {notebook: b.ipynb, retries: 1, retry_delay: 1m, for_each: {items: [1, 2, 3], max_parallel: 1}}
                """);
        String run = testing.trigger("d");
        testing.finish(attempt(run, "each[0]"), FAILED);
        assertEquals("running: running up_for_retry queued none", states(run));
        testing.advance(Duration.ofMinutes(1));
        assertEquals("running: running none queued none", states(run));
        testing.finish(attempt(run, "each[1]"), SUCCESS);
        assertEquals("running: running queued success none", states(run));
        assertEquals(2, attempt(run, "each[0]").number());
        testing.finish(attempt(run, "each[0]"), FAILED);
        testing.finish(attempt(run, "each[2]"), SUCCESS);
        assertEquals("failed: failed failed success success", states(run));
        testing.scheduler.retryTask("d", run, "each[0]");
        testing.settle();
        assertEquals("running: running queued success success", states(run));
        testing.finish(attempt(run, "each[0]"), SUCCESS);
        assertEquals("success: success success success success", states(run));
    }

    @Test
    void oneInstanceIsClearedOrMarkedAloneAndTheFailedOnesTogether() {
        mapped("""
                  each: {notebook: b.ipynb, for_each: [1, 2, 3]}
                  join: {notebook: c.ipynb, after: each}
                """);
        String run = testing.trigger("d");
        testing.finish(attempt(run, "each[0]"), FAILED);
        testing.finish(attempt(run, "each[1]"), FAILED);
        testing.finish(attempt(run, "each[2]"), SUCCESS);
        assertEquals("failed: failed upstream_failed failed failed success", states(run));
        Corrections corrections = testing.scheduler.corrections();
        RunSelection runs = new RunSelection.Named(List.of(run));
        corrections.mark(
                "d", runs, new TaskSelection(List.of("each[0]"), false, false, false), TaskState.SUCCESS, false);
        assertEquals("failed: failed none success failed success".replace("none", "upstream_failed"), states(run));
        List<Corrections.Affected> cleared =
                corrections.clear("d", runs, new TaskSelection(List.of("each"), false, true, true), false);
        testing.settle();
        assertEquals(
                List.of("join", "each[1]"),
                cleared.stream()
                        .map(Corrections.Affected::taskId)
                        .sorted()
                        .toList()
                        .reversed());
        assertEquals("running: running none success queued success", states(run));
        testing.finish(attempt(run, "each[1]"), SUCCESS);
        assertEquals("running: success queued success success success", states(run));
    }

    @Test
    void aTaskThatRunsAgainHasTheItemsOfThatTimeAndTheSurplusIsRemoved() {
        mapped("""
                  list: {notebook: a.ipynb}
                  each: {notebook: b.ipynb, for_each: list.n}
                  join: {notebook: c.ipynb, after: each}
                """);
        String run = testing.trigger("d");
        testing.finish(attempt(run, "list"), SUCCESS, Map.of("n", List.of(1, 2)));
        testing.finish(attempt(run, "each[0]"), SUCCESS, Map.of("v", 1));
        testing.finish(attempt(run, "each[1]"), FAILED, Map.of("v", 2));
        assertEquals("failed: success failed upstream_failed success failed", states(run));
        testing.scheduler.retryTask("d", run, "list");
        testing.settle();
        assertEquals("running: queued none none none none", states(run));
        testing.finish(attempt(run, "list"), SUCCESS, Map.of("n", List.of(7)));
        assertEquals("running: success running none queued removed", states(run));
        testing.finish(attempt(run, "each[0]"), SUCCESS, Map.of("v", 3));
        assertEquals("running: success success queued success removed", states(run));
        assertEquals(Map.of("v", List.of(3)), order(run, "join").inputs().get("each"));
        testing.finish(attempt(run, "join"), SUCCESS);
        assertEquals("success: success success success success removed", states(run));
    }

    @Test
    void aCancelledRunEndsItsInstances() {
        mapped("""
                  each: {notebook: b.ipynb, for_each: {items: [1, 2, 3], max_parallel: 1}}
                  join: {notebook: c.ipynb, after: each}
                """);
        String run = testing.trigger("d");
        testing.scheduler.cancel("d", run);
        testing.settle();
        testing.launcher.end(attempt(run, "each[0]").attemptId(), 143, false, testing.now);
        testing.settle();
        assertEquals("cancelled: cancelled cancelled cancelled cancelled cancelled", states(run));
    }

    @Test
    void aThousandInstancesStayQuick() {
        mapped("""
                  each: {notebook: b.ipynb, for_each: "{{ range(1000) | list }}"}
                  join: {notebook: c.ipynb, after: each}
                """);
        String run = testing.trigger("d");
        RunStatus begun = testing.status("d", run);
        assertEquals(1_002, begun.tasks().size());
        List<String> ids = IntStream.range(0, 1_000)
                .mapToObj(i -> attempt(run, "each[" + i + "]").attemptId())
                .toList();
        assertEquals(1_000, ids.stream().distinct().count());
        Map<String, Map<String, Integer>> counts = testing.scheduler
                .store()
                .read(tx -> testing.scheduler.store().instances().counts(tx, new RunKey("d", run)));
        assertEquals(Map.of("each", Map.of("queued", 1_000)), counts);
    }

    @Test
    void aConditionAboutTheItemSkipsSingleInstances() {
        mapped("  a: {notebook: a.ipynb, for_each: [1, 2, 3], when: 'item != 2'}\n"
                + "  b: {notebook: a.ipynb, after: a, trigger_rule: none_failed}\n");
        String run = testing.trigger("d");
        assertEquals("running: running queued skipped queued none", testing.states("d", run));
        testing.finish(testing.attempt("d", run, "a[0]"), SUCCESS);
        testing.finish(testing.attempt("d", run, "a[2]"), SUCCESS);
        assertEquals("running: success success skipped success queued", testing.states("d", run));
    }

    @Test
    void aConditionAboutTheNamedItemAndPlacesGoTogether() {
        mapped("  a:\n    notebook: a.ipynb\n    for_each: {items: [1, 2, 3, 4], as: n, max_parallel: 1}\n"
                + "    when: 'params.n % 2 == 0'\n");
        String run = testing.trigger("d");
        assertEquals("running: running skipped queued none none", testing.states("d", run));
        testing.finish(testing.attempt("d", run, "a[1]"), SUCCESS);
        assertEquals("running: running skipped success skipped queued", testing.states("d", run));
        testing.finish(testing.attempt("d", run, "a[3]"), SUCCESS);
        assertEquals("success: success skipped success skipped success", testing.states("d", run));
    }

    @Test
    void aConditionThatIsNotAboutTheItemIsAskedOnce() {
        mapped("  a: {notebook: a.ipynb, for_each: [1, 2], when: 'params.items == 3', parameters: {items: 2}}\n");
        assertEquals("success: skipped", testing.states("d", testing.trigger("d")));
    }

    @Test
    void allInstancesSkippedSkipTheTask() {
        mapped("  a: {notebook: a.ipynb, for_each: [1, 2], when: 'map_index > 7'}\n");
        assertEquals("success: skipped skipped skipped", testing.states("d", testing.trigger("d")));
    }

    @Test
    void eachInstanceDependsOnItsOwnPast() {
        mapped(
                "  a: {notebook: a.ipynb, for_each: [1, 2], depends_on_past: true}\n",
                "schedule: '@daily'\nstart_date: 2026-03-03\ncatchup: true");
        testing.settle();
        String first = testing.runs("d").get(0).key().runId();
        String second = testing.runs("d").get(1).key().runId();
        assertEquals("running: running queued queued", testing.states("d", first));
        assertEquals("running: running none none", testing.states("d", second));
        testing.finish(testing.attempt("d", first, "a[1]"), SUCCESS);
        assertEquals("running: running none queued", testing.states("d", second));
        testing.finish(testing.attempt("d", first, "a[0]"), FAILED);
        testing.finish(testing.attempt("d", second, "a[1]"), SUCCESS);
        assertEquals("running: running none success", testing.states("d", second));
        testing.scheduler.retryTask("d", first, "a[0]");
        testing.settle();
        testing.finish(testing.attempt("d", first, "a[0]"), SUCCESS);
        assertEquals("running: running queued success", testing.states("d", second));
    }

    private AttemptRow attempt(String run, String name) {
        return testing.attempt("d", run, name);
    }

    private AttemptReports.Order order(String run, String name) {
        return testing.order("d", run, name);
    }

    /** The run's, the tasks' in their order, then the instances'. */
    private String states(String run) {
        RunStatus status = testing.status("d", run);
        List<TaskStatus> tasks = new ArrayList<>();
        status.tasks().stream().filter(task -> !isInstance(task)).forEach(tasks::add);
        status.tasks().stream().filter(MappedContract::isInstance).forEach(tasks::add);
        assertTrue(tasks.size() >= 1);
        return status.state().text() + ": "
                + tasks.stream().map(task -> task.state().text()).collect(Collectors.joining(" "));
    }

    private static boolean isInstance(TaskStatus task) {
        return task.mapping() instanceof Mapping.Instance;
    }

    /** @param tasks the lines below {@code tasks:} */
    private void mapped(String tasks, String... more) {
        deploy("dag_id: d\nmax_active_runs: 9\n" + String.join("\n", more) + "\ntasks:\n" + tasks);
    }
}
