package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that wait: for files, objects, times and the runs of other dags; whichever database is below. */
@Timeout(60)
abstract class WaitsContract extends SchedulerTestCase {
    @Test
    void aFileOfTheHomeIsLookedForAsOftenAsTheDagSaysAndHoldsNoPlace() {
        String run = begin("wait_for: {file: '~/in/{{ ds }}.csv', every: 10s}");
        assertEquals(List.of("ana:in/2026-03-05.csv"), testing.outlook.looks);
        assertTrue(testing.launcher.running().isEmpty());
        testing.advance(Duration.ofSeconds(9));
        assertEquals(1, testing.outlook.looks.size());
        testing.advance(Duration.ofSeconds(1));
        assertEquals(2, testing.outlook.looks.size());
        testing.outlook.there.add("ana:in/2026-03-05.csv");
        testing.advance(Duration.ofSeconds(10));
        assertEquals("running: success queued", testing.states("d", run));
        testing.advance(Duration.ofMinutes(5));
        assertEquals(3, testing.outlook.looks.size());
    }

    @Test
    void anObjectThatIsThereIsSeenAtOnce() {
        testing.outlook.there.add("s3://b/2026-03-05/");
        String run = begin("wait_for: {object: 's3://b/{{ ds }}/'}");
        assertEquals("running: success queued", testing.states("d", run));
        assertEquals(1, testing.outlook.looks.size());
    }

    @Test
    void aFileOfTheDagsFolderIsOneOfItsCommit() {
        assertEquals("running: success queued", testing.states("d", begin("wait_for: {file: '*.ipynb'}")));
        assertEquals(List.of(), testing.outlook.looks);
    }

    @Test
    void theTimeoutFailsTheTaskOrSkipsIt() {
        String run = begin("wait_for: {file: ~/x, every: 40s}\n    timeout: 1m");
        testing.advance(Duration.ofSeconds(59));
        assertEquals("running: running none", testing.states("d", run));
        testing.advance(Duration.ofSeconds(1));
        assertEquals("failed: failed upstream_failed", testing.states("d", run));
        String soft = begin("wait_for: {file: ~/x, poke_interval: 40s, soft_fail: true}\n    timeout: 1m");
        testing.advance(Duration.ofSeconds(60));
        assertEquals("success: skipped skipped", testing.states("d", soft));
        int looks = testing.outlook.looks.size();
        testing.advance(Duration.ofHours(1));
        assertEquals(looks, testing.outlook.looks.size());
    }

    @Test
    void whatCannotBeToldThreeTimesFailsTheTaskAndSaysWhy() {
        testing.outlook.isBroken = true;
        String run = begin("wait_for: {object: s3://b/k, every: 10s}");
        testing.advance(Duration.ofSeconds(10));
        assertEquals("running: running none", testing.states("d", run));
        testing.advance(Duration.ofSeconds(10));
        assertEquals("failed: failed upstream_failed", testing.states("d", run));
        AttemptError error = testing.attempt("d", run, "w").error();
        assertEquals("The store says no.", error == null ? "" : error.message());
    }

    @Test
    void aStoreThatWasAwayForAWhileIsForgiven() {
        String run = begin("wait_for: {object: s3://b/k, every: 10s}");
        for (int i = 0; i < 6; i++) {
            testing.outlook.isBroken = i % 3 != 2;
            testing.advance(Duration.ofSeconds(10));
        }
        assertEquals("running: running none", testing.states("d", run));
    }

    @Test
    void anotherServerLooksOn() {
        String run = begin("wait_for: {object: s3://b/k, every: 30s}");
        testing.open();
        testing.scheduler.recover();
        testing.settle();
        testing.outlook.there.add("s3://b/k");
        testing.advance(Duration.ofSeconds(30));
        assertEquals("running: success queued", testing.states("d", run));
    }

    @Test
    void aFileOfAnotherHomeIsNone() {
        String run = begin("wait_for: {file: /home/ben/plan.txt}");
        assertEquals("failed: failed upstream_failed", testing.states("d", run));
        assertEquals("running: running none", testing.states("d", begin("wait_for: {file: /home/ana/plan.txt}")));
        assertEquals(List.of("ana:plan.txt"), testing.outlook.looks);
    }

    @Test
    void eachInstanceWaitsForItsOwn() {
        testing.outlook.there.add("ana:b");
        String run = begin("wait_for: {file: '~/{{ item }}', every: 5s}\n    for_each: [a, b]");
        assertEquals("running: running running success none", testing.states("d", run));
        testing.outlook.there.add("ana:a");
        testing.advance(Duration.ofSeconds(5));
        assertEquals("running: success success success queued", testing.states("d", run));
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

    private String begin(String wait) {
        testing.now = testing.now.plusSeconds(1);
        deploy("dag_id: d\ntasks:\n  w:\n    " + wait + "\n  t: {notebook: a.ipynb, after: w}\n");
        return testing.trigger("d");
    }
}
