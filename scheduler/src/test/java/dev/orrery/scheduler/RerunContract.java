package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that run again as they were, or as their dag is now; dags that rest; whichever database is below. */
@Timeout(60)
abstract class RerunContract extends SchedulerTestCase {
    private static final String OLD = "dag_id: d\ntasks:\n  a: {notebook: a.ipynb, parameters: {n: 1}}\n"
            + "  b: {notebook: a.ipynb, after: a}\n  c: {notebook: a.ipynb, after: b}\n";
    private static final String NEW = "dag_id: d\ntasks:\n  a: {notebook: b.ipynb, parameters: {n: 2}, retries: 1}\n"
            + "  x: {notebook: a.ipynb, after: a}\n  c: {notebook: a.ipynb, after: x}\n";

    @Test
    void aRunIsClearedAsItWasUnlessItIsAskedOtherwise() {
        String run = ended(OLD);
        testing.deploy(TestingDags.parse(NEW), "c2");
        clear(run, "a", false, false);
        assertEquals("running: queued success success", testing.states("d", run));
        testing.settle();
        assertEquals(1, testing.attempt("d", run, "a").parameters().get("n"));
        assertEquals("c1", testing.runs("d").getFirst().commit());
    }

    @Test
    void aRunIsClearedAsTheDagIsNow() {
        String run = ended(OLD);
        testing.deploy(TestingDags.parse(NEW), "c2");
        List<Corrections.Affected> shown = clear(run, null, true, true);
        assertEquals(
                List.of("a", "x", "c"),
                shown.stream().map(Corrections.Affected::taskId).toList());
        assertEquals("success: success success success", testing.states("d", run));
        assertEquals(shown, clear(run, null, true, false));
        testing.settle();
        assertEquals("c2", testing.runs("d").getFirst().commit());
        assertEquals("running: queued none none removed", testing.states("d", run));
        assertEquals(2, testing.attempt("d", run, "a").parameters().get("n"));
        assertEquals(2, testing.attempt("d", run, "a").number());
        testing.finish(testing.attempt("d", run, "a"), FAILED);
        assertEquals("running: up_for_retry none none removed", testing.states("d", run));
        testing.advance(Duration.ofHours(1));
        for (String task : List.of("a", "x", "c")) {
            testing.finish(testing.attempt("d", run, task), SUCCESS);
        }
        assertEquals("success: success success success removed", testing.states("d", run));
        // And once more, as it was and as it is: there is nothing to bring.
        clear(run, "c", true, false);
        assertEquals("running: success success queued removed", testing.states("d", run));
    }

    @Test
    void aTaskThatComesBackRunsAgain() {
        String run = ended(OLD);
        testing.deploy(TestingDags.parse(NEW), "c2");
        clear(run, "c", true, false);
        assertEquals("running: success queued none removed", testing.states("d", run));
        for (String task : List.of("x", "c")) {
            testing.settle();
            testing.finish(testing.attempt("d", run, task), SUCCESS);
        }
        testing.deploy(TestingDags.parse(OLD), "c3");
        clear(run, "c", true, false);
        assertEquals("running: success queued none removed", testing.states("d", run));
    }

    @Test
    void instancesOfATaskThatIsMappedNoMoreAreRemoved() {
        String run = ended("dag_id: d\ntasks:\n  a: {notebook: a.ipynb, for_each: [1, 2]}\n", "a[0]", "a[1]");
        testing.deploy(TestingDags.parse("dag_id: d\ntasks:\n  a: {notebook: a.ipynb}\n"), "c2");
        clear(run, "a", true, false);
        testing.settle();
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        assertEquals("success: success removed removed", testing.states("d", run));
        testing.deploy(TestingDags.parse("dag_id: d\ntasks:\n  a: {notebook: a.ipynb, for_each: [1, 2, 3]}\n"), "c3");
        clear(run, "a", true, false);
        testing.settle();
        for (String one : List.of("a[0]", "a[1]", "a[2]")) {
            testing.finish(testing.attempt("d", run, one), SUCCESS);
        }
        assertEquals("success: success success success success", testing.states("d", run));
    }

    @Test
    void aRunUnderWayIsNotBroughtToAnotherVersion() {
        testing.deploy(TestingDags.parse(OLD));
        String run = testing.trigger("d");
        testing.deploy(TestingDags.parse(NEW), "c2");
        assertThrows(SchedulerException.class, () -> clear(run, "c", true, false));
        assertEquals("c1", testing.runs("d").getFirst().commit());
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        assertEquals("running: success queued none", testing.states("d", run));
    }

    @Test
    void aTaskThatTheDagHasNoMoreCannotBeMeant() {
        String run = ended(OLD);
        testing.deploy(TestingDags.parse(NEW), "c2");
        assertThrows(SchedulerException.class, () -> clear(run, "b", true, false));
        clear(run, "b", false, false);
        assertEquals("running: success queued success", testing.states("d", run));
    }

    @Test
    void aBackfillRunsWhatExistsAsTheDagIsNow() {
        String head = "dag_id: d\nschedule: '@daily'\nstart_date: 2026-03-04\n";
        testing.deploy(TestingDags.parse(head + "tasks:\n  a: {notebook: a.ipynb}\n"));
        testing.settle();
        String run = testing.runs("d").getFirst().key().runId();
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        testing.deploy(TestingDags.parse(head + "tasks:\n  z: {notebook: a.ipynb}\n"), "c2");
        Instant day = Instant.parse("2026-03-04T00:00:00Z");
        testing.scheduler
                .backfills()
                .start(
                        "d",
                        new Backfills.Request(day, day, false, 1, Backfill.Existing.ALL, true, null, Map.of()),
                        "ana");
        testing.settle();
        assertEquals("running: queued removed", testing.states("d", run));
        testing.finish(testing.attempt("d", run, "z"), SUCCESS);
        assertEquals(
                Backfill.State.COMPLETED,
                testing.scheduler.backfills().ofDag("d").getFirst().backfill().state());
    }

    @Test
    void aPauseTellsWhoWantedItWhenAndWhy() {
        testing.deploy(TestingDags.parse(OLD));
        testing.scheduler.pause("d", "ben", " The warehouse moves. ");
        Pause pause = new Pause("ben", testing.now, "The warehouse moves.");
        assertEquals(pause, dag().pause());
        testing.deploy(TestingDags.parse(NEW), "c2");
        assertEquals(pause, dag().pause());
        testing.scheduler.resume("d");
        assertEquals(null, dag().pause());
        assertThrows(SchedulerException.class, () -> testing.scheduler.pause("d", "ben", "x".repeat(501)));
    }

    private DagRow dag() {
        JdbcSchedulerStore store = testing.scheduler.store();
        return store.read(tx -> store.dags().find(tx, "d")).orElseThrow();
    }

    private String ended(String yaml, String... names) {
        testing.deploy(TestingDags.parse(yaml));
        String run = testing.trigger("d");
        for (String task : names.length == 0 ? new String[] {"a", "b", "c"} : names) {
            testing.finish(testing.attempt("d", run, task), SUCCESS);
        }
        return run;
    }

    private List<Corrections.Affected> clear(String run, @Nullable String task, boolean latest, boolean dryRun) {
        TaskSelection tasks = new TaskSelection(task == null ? List.of() : List.of(task), false, false, false);
        RunSelection runs = new RunSelection.Named(List.of(run));
        Corrections corrections = testing.scheduler.corrections();
        return latest
                ? corrections.clearOnLatestVersion("d", runs, tasks, dryRun)
                : corrections.clear("d", runs, tasks, dryRun);
    }
}
