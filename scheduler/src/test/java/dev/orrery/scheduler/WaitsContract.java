package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.dag.DagFile;
import dev.orrery.dag.ParsedDag;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits for files and objects, whichever database is below. */
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

    private String begin(String wait) {
        testing.now = testing.now.plusSeconds(1);
        String yaml = "dag_id: d\nowner: ana\ntasks:\n  w:\n    " + wait + "\n  t: {notebook: a.ipynb, after: w}\n";
        if (!(DagFile.parse("dag.yml", yaml) instanceof ParsedDag.Valid valid)) {
            throw new AssertionError(DagFile.parse("dag.yml", yaml));
        }
        testing.deploy(valid.dag(), "c" + testing.now);
        return testing.trigger("d");
    }
}
