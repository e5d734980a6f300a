package dev.orrery.scheduler;

import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.database.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server dies at every step of its work that has an effect outside of the database, over and over; each time another one
 * goes on. The launcher of these tests throws when a workload is started twice.
 */
@Timeout(180)
final class SchedulerDeathTest {
    private static final int CLAIMS = 20;

    @TempDir
    Path folder;

    /** Not an Exception, so that nothing takes it for one and goes on. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void noRunIsLostAndNoneIsMadeTwice() {
        for (int seed = 0; seed < 20; seed++) {
            new Life(seed, 0).live();
        }
    }

    /**
     * What an attempt finds ready is claimed once, and its runner learns of it whoever answers. How many find one depends on ids,
     * which are random: there are as many lives as it takes.
     */
    @Test
    void neitherIsOneThatSlotsWaitFor() {
        int claims = 0;
        for (int seed = 100; seed < 120 || (claims < CLAIMS && seed < 200); seed++) {
            Life life = new Life(seed, 2);
            life.live();
            claims += life.claims.size();
        }
        assertTrue(claims >= CLAIMS, "only " + claims + " attempts had a slot");
    }

    private final class Life {
        private final int seed;
        private final Random random;
        private final int mortality;
        private final TestingScheduler testing;
        private final Set<String> claims = new HashSet<>();
        private int deaths;

        Life(int seed, int slots) {
            // Slots are lost with each server: with fewer deaths some are claimed.
            this.mortality = slots > 0 ? 8 : 4;
            this.seed = seed;
            this.random = new Random(seed);
            Path home = folder.resolve("life" + seed);
            assertTrue(home.toFile().mkdir());
            this.testing = new TestingScheduler(Database.open("jdbc:sqlite:" + home.resolve("orrery.db")), home);
            if (slots > 0) {
                testing.launcher.allowRenames();
                testing.mostSlots = slots;
            }
        }

        void live() {
            try (testing) {
                testing.scheduler.recover();
                testing.deploy(
                        dag("d", "0 0 * * *", true, 2, task("a", 3, Duration.ofMinutes(1), null), task("b", "a")));
                testing.steps = step -> dieSometimes();
                testing.launcher.onStart(this::dieSometimes);
                for (int step = 0; step < 400 && !allEnded(); step++) {
                    mortal(testing::settle);
                    mortal(testing::readySlots);
                    mortal(this::claimedSlotsAsk);
                    mortal(this::somethingHappens);
                    testing.now = testing.now.plusSeconds(random.nextInt(90));
                }
                testing.steps = step -> {};
                testing.launcher.onStart(() -> {});
                verify();
            }
        }

        private void verify() {
            assertTrue(allEnded(), "seed " + seed + ": " + testing.runs("d"));
            assertTrue(deaths > 0, "seed " + seed + " never died");
            assertEquals(
                    List.of("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"),
                    testing.runs("d").stream()
                            .map(run -> run.interval().start().toString().substring(0, 10))
                            .toList());
            assertEquals(List.of(), testing.launcher.running(), "seed " + seed);
            testing.advance(Duration.ofHours(1));
            assertEquals(List.of(), testing.launcher.slots(), "seed " + seed);
            assertEquals(Set.of(), testing.tokens, "seed " + seed);
            assertEquals(0, testing.attempts.toFile().list().length, "seed " + seed);
        }

        private boolean allEnded() {
            List<RunRow> runs = testing.runs("d");
            return runs.size() == 4 && runs.stream().allMatch(run -> run.state().isTerminal());
        }

        /** The runner of a slot that was claimed learns of its attempt, from whichever server answers. */
        private void claimedSlotsAsk() {
            for (String id : testing.launcher.running()) {
                String slot = testing.launcher.slotOf(id);
                if (slot != null && testing.attempt(id).lastSequence() == 0) {
                    assertEquals(id, testing.attemptOf(slot).orElseThrow(), "seed " + seed);
                    claims.add(id);
                }
            }
        }

        private void somethingHappens() {
            List<String> running = testing.launcher.running();
            if (running.isEmpty()) {
                return;
            }
            String id = running.get(random.nextInt(running.size()));
            AttemptRow attempt = testing.attempt(id);
            var end = random.nextInt(4) == 0 ? AttemptEvent.EndState.FAILED : AttemptEvent.EndState.SUCCESS;
            AttemptError error = AttemptError.of(AttemptError.Kind.CELL, "E", "e");
            switch (random.nextInt(3)) {
                case 0 -> testing.finish(attempt, end);
                case 1 -> {
                    testing.storage.put(
                            attempt.folder() + "/result.json",
                            Json.write(testing.finished(2, end, error)).getBytes(StandardCharsets.UTF_8));
                    testing.launcher.end(id, 0, false, testing.now);
                }
                default -> testing.launcher.end(id, 137, false, testing.now);
            }
        }

        private void dieSometimes() {
            if (random.nextInt(mortality) == 0) {
                throw new Death();
            }
        }

        /** Goes on with a new server where the old one died. */
        private void mortal(Runnable work) {
            Runnable next = work;
            while (true) {
                try {
                    next.run();
                    return;
                } catch (Death death) {
                    deaths++;
                    testing.launcher.deafen();
                    testing.open();
                    next = () -> testing.scheduler.recover();
                }
            }
        }
    }
}
