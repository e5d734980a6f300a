package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which attempts are launched first where places are short, of the server, a dag or a pool; whichever database is below. */
@Timeout(60)
abstract class PlacesContract extends SchedulerTestCase {
    @Test
    void noMoreAttemptsRunThanThereArePlaces() {
        testing.deploy(dag("d", task("a"), task("b"), task("c"), task("e"), task("f"), task("g")));
        String run = testing.trigger("d");
        assertEquals(4, testing.launcher.running().size());
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        assertEquals(4, testing.launcher.running().size());
        testing.finish(testing.attempt("d", run, "b"), SUCCESS);
        testing.finish(testing.attempt("d", run, "c"), SUCCESS);
        assertEquals(3, testing.launcher.running().size());
    }

    @Test
    void theGreaterPriorityGoesFirstWherePlacesAreShort() {
        testing.places = 1;
        testing.open();
        testing.scheduler.recover();
        deploy("""
                dag_id: d
                tasks:
                  a: {notebook: a.ipynb}
                  b: {notebook: a.ipynb, priority_weight: 5}
                  c: {notebook: a.ipynb, priority_weight: -1}
                """);
        String run = testing.trigger("d");
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String id = testing.launcher.running().iterator().next();
            AttemptRow attempt = testing.attempt(id);
            order.add(attempt.taskId());
            testing.finish(attempt, SUCCESS);
        }
        assertEquals(List.of("b", "a", "c"), order);
        assertEquals("success: success success success", testing.states("d", run));
    }

    @Test
    void aDagHasNoMoreTasksUnderWayThanItMayAndHoldsUpNoOther() {
        deploy("""
                dag_id: d
                max_active_tasks: 2
                tasks:
                  a: {notebook: a.ipynb}
                  b: {notebook: a.ipynb}
                  c: {notebook: a.ipynb}
                  d: {notebook: a.ipynb}
                  e: {notebook: a.ipynb}
                """);
        deploy("""
                dag_id: other
                tasks:
                  a: {notebook: a.ipynb}
                """);
        String run = testing.trigger("d");
        assertEquals(2, testing.launcher.running().size());
        testing.trigger("other");
        assertEquals(3, testing.launcher.running().size());
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        assertEquals(3, testing.launcher.running().size());
        testing.advance(Duration.ofSeconds(1));
        assertEquals(3, testing.launcher.running().size());
    }

    @Test
    void whatNamesAPoolSharesItsSlotsAndHoldsUpNothingElse() {
        deploy("""
            dag_id: d
            tasks:
              a: {notebook: a.ipynb, pool: db, pool_slots: 2}
              b: {notebook: a.ipynb, pool: db, pool_slots: 2}
              c: {notebook: a.ipynb, pool: db}
              free: {notebook: a.ipynb}
            """);
        String run = testing.trigger("d");
        assertEquals(List.of("free"), placed());
        assertEquals("the pool 'db', which does not exist: an admin makes it", waitsFor(run, "a"));
        testing.scheduler.pools().set("db", 3);
        testing.settle();
        assertEquals(List.of("a", "c", "free"), placed());
        assertEquals("the pool 'db', of whose 3 slots 3 are taken", waitsFor(run, "b"));
        assertEquals(
                new Pools.View("db", 3, true, 3, 2),
                testing.scheduler.pools().list().getFirst());
        testing.finish(testing.attempt("d", run, "c"), SUCCESS);
        assertEquals(List.of("a", "free"), placed());
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        assertEquals(List.of("b", "free"), placed());
        assertNull(waitsFor(run, "b"));
    }

    @Test
    void theDefaultPoolHasNoBoundUntilItIsGivenOne() {
        testing.scheduler.pools().set("default_pool", 1);
        deploy("""
            dag_id: d
            tasks:
              a: {notebook: a.ipynb}
              b: {notebook: a.ipynb}
              c: {notebook: a.ipynb, pool_slots: 2}
            """);
        String run = testing.trigger("d");
        assertEquals(List.of("a"), placed());
        assertEquals("the pool 'default_pool', which has only 1 of the 2 slots that it needs", waitsFor(run, "c"));
        testing.scheduler.pools().remove("default_pool");
        testing.settle();
        assertEquals(List.of("a", "b", "c"), placed());
    }

    /** The tasks whose attempts have a process. */
    private List<String> placed() {
        return testing.launcher.running().stream()
                .map(id -> testing.attempt(id).taskId())
                .sorted()
                .toList();
    }

    private @Nullable String waitsFor(String run, String taskId) {
        return testing.scheduler
                .store()
                .read(tx -> new WaitsFor(testing.scheduler.store()).words(tx, new RunKey("d", run)))
                .get(taskId);
    }
}
