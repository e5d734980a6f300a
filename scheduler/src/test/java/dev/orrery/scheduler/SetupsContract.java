package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that set up what others need, and those that take it down again, whichever database is below. */
@Timeout(60)
abstract class SetupsContract extends SchedulerTestCase {
    @Test
    void aTeardownRunsWhereItsSetupSucceededAndItsFailureIsNotTheRuns() {
        deploy("""
                dag_id: d
                tasks:
                  make: {notebook: a.ipynb, setup: true}
                  work: {notebook: b.ipynb, after: make}
                  drop: {notebook: c.ipynb, after: work, teardown: make}
                """);
        String good = testing.trigger("d");
        testing.finish(testing.attempt("d", good, "make"), SUCCESS);
        testing.finish(testing.attempt("d", good, "work"), SUCCESS);
        testing.finish(testing.attempt("d", good, "drop"), FAILED);
        assertEquals("success: success success failed", testing.states("d", good));

        testing.advance(Duration.ofSeconds(1));
        String bad = testing.trigger("d");
        testing.finish(testing.attempt("d", bad, "make"), SUCCESS);
        testing.finish(testing.attempt("d", bad, "work"), FAILED);
        assertEquals("running: success failed queued", testing.states("d", bad));
        testing.finish(testing.attempt("d", bad, "drop"), SUCCESS);
        assertEquals("failed: success failed success", testing.states("d", bad));
        testing.scheduler
                .corrections()
                .clear(
                        "d",
                        new RunSelection.Named(List.of(bad)),
                        new TaskSelection(List.of("work"), false, false, false),
                        false);
        testing.settle();
        assertEquals("running: queued none none", testing.states("d", bad));

        testing.finish(testing.attempt("d", bad, "make"), FAILED);
        assertEquals("failed: failed upstream_failed upstream_failed", testing.states("d", bad));
    }

    @Test
    void aTeardownFailsTheRunOnlyWhereItIsToldTo() {
        String tasks = "dag_id: d\ntasks:\n  s: {notebook: a.ipynb, setup: true}\n  w: {notebook: a.ipynb, after: s}\n"
                + "  t: {notebook: a.ipynb, after: w, teardown: s%s}\n";
        for (String more : List.of("", ", on_failure_fail_dagrun: true")) {
            deploy(tasks.formatted(more));
            String run = testing.trigger("d");
            testing.finish(testing.attempt("d", run, "s"), SUCCESS);
            testing.finish(testing.attempt("d", run, "w"), SUCCESS);
            testing.finish(testing.attempt("d", run, "t"), FAILED);
            assertEquals(
                    (more.isEmpty() ? "success" : "failed") + ": success success failed", testing.states("d", run));
            testing.now = testing.now.plusSeconds(1);
        }
    }

    @Test
    void whatWasSetUpIsTakenDownWhenTheRunIsCancelled() {
        deploy("""
                dag_id: d
                tasks:
                  make: {notebook: a.ipynb, setup: true}
                  work: {notebook: b.ipynb, after: make}
                  drop: {notebook: c.ipynb, after: work, teardown: make}
                """);
        String run = testing.trigger("d");
        testing.finish(testing.attempt("d", run, "make"), SUCCESS);
        testing.scheduler.cancel("d", run);
        testing.settle();
        testing.launcher.end(testing.attempt("d", run, "work").attemptId(), 143, false, testing.now);
        testing.settle();
        assertEquals("running: success cancelled queued", testing.states("d", run));
        testing.finish(testing.attempt("d", run, "drop"), SUCCESS);
        assertEquals("cancelled: success cancelled success", testing.states("d", run));
    }
}
