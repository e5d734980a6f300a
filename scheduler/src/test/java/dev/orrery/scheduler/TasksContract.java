package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order of a run's tasks, their retries and their cancelling, whichever database is below. */
@Timeout(60)
abstract class TasksContract extends SchedulerTestCase {
    @Test
    void tasksRunInOrderAndInParallelWhereTheyCan() {
        testing.deploy(dag("d", task("a"), task("b", "a"), task("c", "a"), task("e", "b", "c")));
        String run = testing.trigger("d");
        assertEquals("running: queued none none none", testing.states("d", run));
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        assertEquals("running: success queued queued none", testing.states("d", run));
        assertEquals(2, testing.launcher.running().size());
        testing.finish(testing.attempt("d", run, "b"), SUCCESS);
        assertEquals("running: success success queued none", testing.states("d", run));
        testing.finish(testing.attempt("d", run, "c"), SUCCESS);
        testing.finish(testing.attempt("d", run, "e"), SUCCESS);
        assertEquals("success: success success success success", testing.states("d", run));
    }

    @Test
    void aFailedAttemptIsTriedAgainAfterTheDelay() {
        testing.deploy(dag("d", task("a", 1, Duration.ofMinutes(5), null), task("b", "a")));
        String run = testing.trigger("d");
        testing.finish(testing.attempt("d", run, "a"), FAILED);
        assertEquals("running: up_for_retry none", testing.states("d", run));
        assertEquals(testing.now.plusSeconds(300), testing.scheduler.timer().tick());
        testing.advance(Duration.ofSeconds(299));
        assertEquals(0, testing.launcher.running().size());
        testing.advance(Duration.ofSeconds(1));
        assertEquals(2, testing.attempt("d", run, "a").number());
        testing.finish(testing.attempt("d", run, "a"), FAILED);
        assertEquals("failed: failed upstream_failed", testing.states("d", run));
        assertEquals("ValueError", testing.attempt("d", run, "a").error().name());
    }

    @Test
    void delaysGrowWithEachFailureUpToTheLongest() {
        deploy("""
                dag_id: d
                retries: 4
                retry_delay: 1m
                exponential: true
                max_retry_delay: 3m
                tasks:
                  a: {notebook: a.ipynb}
                """);
        String run = testing.trigger("d");
        List<Long> minutes = new ArrayList<>();
        for (int failed = 0; failed < 4; failed++) {
            testing.finish(testing.attempt("d", run, "a"), FAILED);
            minutes.add(Duration.between(testing.now, retryAt(run, "a")).toMinutes());
            testing.advance(Duration.between(testing.now, retryAt(run, "a")));
        }
        assertEquals(List.of(1L, 2L, 3L, 3L), minutes);
    }

    @Test
    void delaysScatterAndStayWithinTheirShare() {
        deploy("""
                dag_id: d
                retries: 1
                retry_delay: 100s
                retry_jitter: 0.5
                tasks:
                  a: {notebook: a.ipynb}
                """);
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            testing.now = testing.now.plusSeconds(1);
            String run = testing.trigger("d");
            testing.finish(testing.attempt("d", run, "a"), FAILED);
            millis.add(Duration.between(testing.now, retryAt(run, "a")).toMillis());
        }
        assertTrue(millis.stream().allMatch(delay -> delay >= 50_000 && delay <= 150_000), millis::toString);
        assertTrue(millis.stream().distinct().count() > 1, millis::toString);
    }

    @Test
    void anEndedTaskIsRetriedWhenSomebodyAsksAndWhatWaitedGoesOn() {
        testing.deploy(dag("d", task("a"), task("b", "a")));
        String run = testing.trigger("d");
        testing.finish(testing.attempt("d", run, "a"), FAILED);
        assertEquals("failed: failed upstream_failed", testing.states("d", run));
        testing.scheduler.retryTask("d", run, "a");
        testing.settle();
        assertEquals("running: queued none", testing.states("d", run));
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        testing.finish(testing.attempt("d", run, "b"), SUCCESS);
        assertEquals("success: success success", testing.states("d", run));
        assertEquals(2, testing.attempt("d", run, "a").number());
        SchedulerException none =
                assertThrows(SchedulerException.class, () -> testing.scheduler.retryTask("d", run, "zzz"));
        assertEquals(SchedulerException.Code.NOT_FOUND, none.code());
    }

    @Test
    void cancelStopsWhatRunsAndDropsWhatWaits() {
        testing.places = 1;
        testing.open();
        testing.scheduler.recover();
        testing.deploy(dag("d", task("a"), task("b"), task("c", "a")));
        String run = testing.trigger("d");
        AttemptRow live = testing.attempt("d", run, "a");
        testing.scheduler.cancel("d", run);
        assertEquals("running: queued cancelled cancelled", testing.states("d", run));
        assertEquals(List.of("attempt-" + live.attemptId()), testing.launcher.stopped());
        assertTrue(testing.scheduler
                .reports()
                .take(live.attemptId(), List.of(testing.event(1, AttemptEvent.Kind.STARTED)))
                .cancel());
        testing.launcher.end(live.attemptId(), 143, false, testing.now);
        assertEquals("cancelled: cancelled cancelled cancelled", testing.states("d", run));
        assertEquals(AttemptState.CANCELLED, testing.attempt("d", run, "a").state());
        assertThrows(SchedulerException.class, () -> testing.scheduler.cancel("d", run));
    }

    private Instant retryAt(String run, String taskId) {
        return testing.status("d", run).task(taskId).orElseThrow().nextRetryAt();
    }
}
