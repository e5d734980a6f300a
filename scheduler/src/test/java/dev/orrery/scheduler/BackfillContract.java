package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a backfill does, and a correction by hand, whichever database is below. */
abstract class BackfillContract extends SchedulerTestCase {
    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-03T00:00:00Z");

    @BeforeEach
    void deployAndCatchUp() {
        testing.deploy(dag("d", "0 0 * * *", false, 1, task("a")));
        testing.settle();
        // catchup is off: the newest interval alone, of 4 March.
        finishAll(SUCCESS);
    }

    @Test
    void thePreviewSaysWhatIsThenDone() {
        List<Backfills.Preview> preview = backfills().preview("d", request(2, Backfill.Existing.NONE, null));
        assertEquals(
                List.of("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"),
                preview.stream()
                        .map(one -> one.item().interval().logicalDate().toString())
                        .toList());
        Map<String, Map<String, Object>> parameters = preview.getFirst().parameters();
        assertNotNull(parameters);
        assertEquals(3, parameters.get("a").get("n"));
        assertEquals(1, testing.runs("d").size());

        String id = start(request(2, Backfill.Existing.NONE, null));
        finishAll(SUCCESS);

        assertEquals(
                preview.stream().map(one -> one.item().runId()).toList(),
                testing.runs("d").stream()
                        .filter(run -> run.kind() == RunKind.BACKFILL)
                        .map(run -> run.key().runId())
                        .toList());
        Backfills.State done = backfills().state("d", id);
        assertEquals(Backfill.State.COMPLETED, done.backfill().state());
        assertEquals(3, done.progress().ended());
        assertEquals(
                "backfill__2026-03-02T00:00:00+00:00",
                testing.runs("d").getFirst().key().runId());
    }

    @Test
    void asManyRunAsAreAllowedAndTheDagsOwnPlacesStayFree() {
        String id = start(request(2, Backfill.Existing.NONE, null));
        assertEquals(2, backfills().state("d", id).progress().active());
        // A scheduled run of a dag that may have one run begins all the same.
        testing.advance(Duration.ofDays(1));
        assertEquals(
                RunState.RUNNING,
                testing.runs("d").stream()
                        .filter(run -> run.kind() == RunKind.SCHEDULED)
                        .toList()
                        .getLast()
                        .state());
        assertEquals(2, backfills().state("d", id).progress().active());
    }

    @Test
    void theSameStretchTwiceMakesNothingTwice() {
        start(request(3, Backfill.Existing.NONE, null));
        assertThrows(SchedulerException.class, () -> start(request(3, Backfill.Existing.NONE, null)));
        finishAll(SUCCESS);
        int runs = testing.runs("d").size();
        assertThrows(SchedulerException.class, () -> start(request(3, Backfill.Existing.NONE, null)));
        assertThrows(SchedulerException.class, () -> start(request(3, Backfill.Existing.FAILED, null)));
        assertEquals(runs, testing.runs("d").size());
    }

    @Test
    void failedRunsAreRunAgainWhereThatIsAskedFor() {
        start(request(3, Backfill.Existing.NONE, null));
        finishAll(FAILED);
        String id = start(request(3, Backfill.Existing.FAILED, null));
        assertEquals(3, backfills().state("d", id).progress().active());
        finishAll(SUCCESS);
        assertEquals(4, testing.runs("d").size());
        assertEquals(
                "success: success",
                testing.states("d", testing.runs("d").getFirst().key().runId()));
        assertEquals(
                2,
                testing.attempt("d", testing.runs("d").getFirst().key().runId(), "a")
                        .number());
    }

    @Test
    void itStopsAfterSoManyFailures() {
        String id = start(request(1, Backfill.Existing.NONE, 2));
        finishAll(FAILED);
        assertEquals(
                Backfill.State.STOPPED, backfills().state("d", id).backfill().state());
        assertEquals(2, backfills().state("d", id).progress().failed());
        assertEquals(3, testing.runs("d").size());
    }

    @Test
    void aPausedOneBeginsNoMoreUntilItGoesOn() {
        String id = start(request(1, Backfill.Existing.NONE, null));
        backfills().setPaused("d", id, true);
        finishAll(SUCCESS);
        assertEquals(1, backfills().state("d", id).progress().ended());
        backfills().setPaused("d", id, false);
        testing.settle();
        assertEquals(1, backfills().state("d", id).progress().active());
        backfills().cancel("d", id);
        finishAll(SUCCESS);
        assertEquals(2, backfills().state("d", id).progress().ended());
        assertThrows(SchedulerException.class, () -> backfills().setPaused("d", id, false));
    }

    @Test
    void aNewSchedulerGoesOnWithIt() {
        String id = start(request(1, Backfill.Existing.NONE, null));
        testing.open();
        testing.scheduler.recover();
        testing.settle();
        finishAll(SUCCESS);
        assertEquals(
                Backfill.State.COMPLETED, backfills().state("d", id).backfill().state());
    }

    @Test
    void theNewestMayComeFirst() {
        Backfills.Request request =
                new Backfills.Request(FROM, TO, true, 1, Backfill.Existing.NONE, false, null, Map.of());
        start(request);
        assertEquals(
                TO,
                testing.runs("d").stream()
                        .filter(run -> run.kind() == RunKind.BACKFILL)
                        .toList()
                        .getFirst()
                        .interval()
                        .logicalDate());
    }

    @Test
    void aStretchWithNothingDueIsRefused() {
        Instant later = Instant.parse("2027-01-01T00:00:00Z");
        assertThrows(
                SchedulerException.class,
                () -> start(
                        new Backfills.Request(later, later, false, 1, Backfill.Existing.NONE, false, null, Map.of())));
        assertThrows(
                SchedulerException.class,
                () -> start(new Backfills.Request(TO, FROM, false, 1, Backfill.Existing.NONE, false, null, Map.of())));
        testing.deploy(dag("unscheduled", task("a")));
        assertThrows(
                SchedulerException.class,
                () -> backfills().start("unscheduled", request(1, Backfill.Existing.NONE, null), "ana"));
    }

    @Test
    void tasksOfManyRunsAreClearedTogetherOrNotAtAll() {
        start(request(3, Backfill.Existing.NONE, null));
        finishAll(FAILED);
        Corrections corrections = testing.scheduler.corrections();
        RunSelection all = new RunSelection.Dated(FROM, TO);
        TaskSelection failed = new TaskSelection(List.of(), false, false, true);
        assertEquals(3, corrections.clear("d", all, failed, true).size());
        assertEquals(0, testing.launcher.running().size());
        assertEquals(3, corrections.clear("d", all, failed, false).size());
        testing.settle();
        assertEquals(3, testing.launcher.running().size());
        TaskSelection everything = new TaskSelection(List.of(), false, false, false);
        assertThrows(SchedulerException.class, () -> corrections.clear("d", all, everything, false));
        finishAll(FAILED);
        corrections.mark("d", all, everything, TaskState.SUCCESS, false);
        testing.settle();
        assertEquals(
                List.of(RunState.SUCCESS, RunState.SUCCESS, RunState.SUCCESS, RunState.SUCCESS),
                testing.runs("d").stream().map(RunRow::state).toList());
    }

    private Backfills backfills() {
        return testing.scheduler.backfills();
    }

    private static Backfills.Request request(int maxActive, Backfill.Existing existing, Integer stopAfter) {
        return new Backfills.Request(FROM, TO, false, maxActive, existing, false, stopAfter, Map.of());
    }

    private String start(Backfills.Request request) {
        String id = backfills().start("d", request, "ana").backfillId();
        testing.settle();
        return id;
    }

    /** Ends what runs, and what then begins, until nothing runs. */
    private void finishAll(AttemptEvent.EndState state) {
        while (!testing.launcher.running().isEmpty()) {
            String id = testing.launcher.running().iterator().next();
            testing.finish(testing.attempt(id), state);
        }
    }
}
