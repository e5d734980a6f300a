package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.dag.DagFile;
import dev.orrery.dag.DagSpec;
import dev.orrery.dag.ParsedDag;
import dev.orrery.database.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tasks other than plain notebooks do, whichever database is below; the dags are dag.yml as people write it. */
abstract class TaskKindsContract {
    @TempDir
    Path folder;

    TestingScheduler testing;

    abstract Database open(Path folder);

    @BeforeEach
    void start() {
        testing = new TestingScheduler(open(folder), folder);
        testing.scheduler.recover();
    }

    @AfterEach
    void close() {
        testing.close();
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
    void aWaitForATimeTakesNoPlaceAndEndsWhenItHasCome() {
        testing.places = 1;
        testing.open();
        testing.scheduler.recover();
        deploy("""
                dag_id: d
                schedule: "0 0 * * *"
                start_date: 2026-03-04
                tasks:
                  at: {wait_for: {time: "10:30"}}
                  later: {wait_for: {delay: 11h}}
                  a: {notebook: a.ipynb, after: at}
                  b: {notebook: a.ipynb}
                """);
        testing.settle();
        String run = testing.runs("d").getFirst().key().runId();
        assertEquals("running: running running none queued", testing.states("d", run));
        assertEquals(1, testing.launcher.running().size());
        assertEquals(
                Instant.parse("2026-03-05T10:30:00Z"), testing.scheduler.timer().tick());
        testing.finish(testing.attempt("d", run, "b"), SUCCESS);
        testing.advance(Duration.ofMinutes(30));
        assertEquals("running: success running queued success", testing.states("d", run));
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        testing.advance(Duration.ofMinutes(30));
        assertEquals("success: success success success success", testing.states("d", run));
    }

    @Test
    void aWaitGoesOnAfterARestartAndMayBeCancelled() {
        deploy("""
                dag_id: d
                tasks:
                  w: {wait_for: {time: "12:00"}}
                """);
        String kept = testing.trigger("d");
        testing.now = testing.now.plusSeconds(1);
        String cancelled = testing.trigger("d");
        testing.open();
        testing.scheduler.recover();
        testing.settle();
        testing.scheduler.cancel("d", cancelled);
        testing.settle();
        assertEquals("cancelled: cancelled", testing.states("d", cancelled));
        testing.advance(Duration.ofHours(2));
        assertEquals("success: success", testing.states("d", kept));
        assertEquals(AttemptState.SUCCESS, testing.attempt("d", kept, "w").state());
    }

    @Test
    void aTimeoutFailsAWaitOrSkipsIt() {
        deploy("""
                dag_id: d
                retries: 2
                tasks:
                  fails: {wait_for: {time: "12:00"}, timeout: 10m}
                  skips: {wait_for: {time: "12:00", skip_on_timeout: true}, timeout: 10m}
                """);
        String run = testing.trigger("d");
        testing.advance(Duration.ofMinutes(9));
        assertEquals("running: running running", testing.states("d", run));
        testing.advance(Duration.ofMinutes(1));
        assertEquals("failed: failed skipped", testing.states("d", run));
        AttemptError error = testing.attempt("d", run, "fails").error();
        assertTrue(error != null && error.kind() == AttemptError.Kind.TIMEOUT, () -> "" + error);
    }

    @Test
    void aTimeThatIsNoneFailsTheWait() {
        deploy("""
                dag_id: d
                tasks:
                  w: {wait_for: {time: "{{ params.at }}"}}
                parameters: {at: soon}
                """);
        assertEquals("failed: failed", testing.states("d", testing.trigger("d")));
    }

    @Test
    void aWaitForAnotherDagsRunIsWokenByItsEnd() {
        deploy("""
                dag_id: other
                schedule: "0 0 * * *"
                start_date: 2026-03-04
                tasks:
                  a: {notebook: a.ipynb}
                  b: {notebook: a.ipynb, after: a}
                """);
        testing.settle();
        deploy("""
                dag_id: d
                schedule: "0 0 * * *"
                start_date: 2026-03-04
                tasks:
                  whole: {wait_for: {dag: other}}
                  part: {wait_for: {dag: other, task: a}}
                """);
        testing.settle();
        String run = testing.runs("d").getFirst().key().runId();
        String other = testing.runs("other").getFirst().key().runId();
        assertEquals("running: running running", testing.states("d", run));
        testing.finish(testing.attempt("other", other, "a"), SUCCESS);
        assertEquals("running: running success", testing.states("d", run));
        testing.finish(testing.attempt("other", other, "b"), FAILED);
        assertEquals("running: running success", testing.states("d", run));
        testing.scheduler.retryTask("other", other, "b");
        testing.settle();
        testing.finish(testing.attempt("other", other, "b"), SUCCESS);
        assertEquals("success: success success", testing.states("d", run));
    }

    @Test
    void aRunThatComesLaterIsWaitedForToo() {
        deploy("""
                dag_id: d
                schedule: "0 0 * * *"
                start_date: 2026-03-04
                tasks:
                  w: {wait_for: {dag: other}}
                """);
        testing.settle();
        String run = testing.runs("d").getFirst().key().runId();
        deploy("""
                dag_id: other
                schedule: "0 0 * * *"
                start_date: 2026-03-04
                tasks:
                  a: {notebook: a.ipynb}
                """);
        testing.settle();
        assertEquals("running: running", testing.states("d", run));
        testing.finish(
                testing.attempt("other", testing.runs("other").getFirst().key().runId(), "a"), SUCCESS);
        assertEquals("success: success", testing.states("d", run));
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
            AttemptRow attempt = testing.scheduler
                    .store()
                    .read(tx -> testing.scheduler.store().attempts().find(tx, id))
                    .orElseThrow();
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
                .map(id -> testing.scheduler
                        .store()
                        .read(tx -> testing.scheduler.store().attempts().find(tx, id))
                        .orElseThrow()
                        .taskId())
                .sorted()
                .toList();
    }

    private @Nullable String waitsFor(String run, String taskId) {
        return testing.scheduler
                .store()
                .read(tx -> new WaitsFor(testing.scheduler.store()).words(tx, new RunKey("d", run)))
                .get(taskId);
    }

    @Test
    void aRunThatTakesTooLongIsEndedAndHasFailed() {
        deploy("""
                dag_id: d
                run_timeout: 10m
                tasks:
                  a: {notebook: a.ipynb}
                  b: {notebook: a.ipynb, after: a}
                """);
        String run = testing.trigger("d");
        AttemptRow attempt = testing.attempt("d", run, "a");
        testing.started(attempt, 1);
        testing.advance(Duration.ofMinutes(9));
        assertEquals("running: running none", testing.states("d", run));
        testing.advance(Duration.ofMinutes(1));
        assertEquals("running: running cancelled", testing.states("d", run));
        testing.launcher.end(attempt.attemptId(), 143, false, testing.now);
        testing.settle();
        assertEquals("failed: cancelled cancelled", testing.states("d", run));
        testing.scheduler.retryTask("d", run, "a");
        testing.settle();
        assertEquals("running: queued none", testing.states("d", run));
        testing.advance(Duration.ofMinutes(9));
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        testing.finish(testing.attempt("d", run, "b"), SUCCESS);
        assertEquals("success: success success", testing.states("d", run));
    }

    @Test
    void aMissedDeadlineIsRecordedAndTheRunGoesOn() {
        deploy("""
                dag_id: d
                deadline: 1h
                tasks:
                  a: {notebook: a.ipynb}
                """);
        Instant due = testing.now;
        String late = testing.trigger("d");
        testing.now = testing.now.plusSeconds(1);
        String early = testing.trigger("d");
        testing.finish(testing.attempt("d", early, "a"), SUCCESS);
        testing.advance(Duration.ofMinutes(59));
        assertNull(testing.runs("d").getFirst().deadlineMissedAt());
        testing.advance(Duration.ofMinutes(1));
        assertEquals(due.plus(Duration.ofHours(1)), testing.runs("d").getFirst().deadlineMissedAt());
        assertNull(testing.runs("d").getLast().deadlineMissedAt());
        testing.finish(testing.attempt("d", late, "a"), SUCCESS);
        assertEquals("success: success", testing.states("d", late));
        assertEquals(late, testing.runs("d").getFirst().key().runId());
    }

    DagSpec deploy(String yaml) {
        ParsedDag parsed = DagFile.parse("dag.yml", "owner: ana\n" + yaml);
        if (!(parsed instanceof ParsedDag.Valid valid)) {
            throw new AssertionError(parsed);
        }
        testing.deploy(valid.dag());
        return valid.dag();
    }

    AttemptReports.Order order(String taskId) {
        String run = testing.runs("d").getLast().key().runId();
        return testing.scheduler
                .reports()
                .order(testing.attempt("d", run, taskId).attemptId());
    }

    private Instant retryAt(String run, String taskId) {
        return testing.scheduler
                .store()
                .read(tx -> testing.scheduler.store().runs().status(tx, new RunKey("d", run)))
                .task(taskId)
                .orElseThrow()
                .nextRetryAt();
    }
}
