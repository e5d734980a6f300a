package dev.orrery.scheduler;

import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orrery.database.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many dags that are due at the same time. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class DueRunsTest {
    @TempDir
    Path folder;

    private TestingScheduler testing;

    @BeforeEach
    void start() {
        testing = new TestingScheduler(Database.open("jdbc:sqlite:" + folder.resolve("orrery.db")), folder);
        testing.scheduler.recover();
    }

    @AfterEach
    void stop() {
        testing.close();
    }

    @Test
    void moreThanAreMadeAtOnceAreAllMade() {
        for (int i = 0; i < 60; i++) {
            testing.deploy(dag("d" + i, "0 12 * * *", false, 16, task("a")));
        }
        testing.settle();
        testing.advance(Duration.ofHours(2));
        for (int i = 0; i < 60; i++) {
            assertEquals(2, testing.runs("d" + i).size());
        }
    }

    @Test
    void theTroubleOfOneIsNotThatOfTheOthersThatAreMadeWithIt() {
        for (String dagId : List.of("a", "bad", "c")) {
            testing.deploy(dag(dagId, "0 12 * * *", false, 16, task("a")));
        }
        testing.settle();
        int noSuchVersion = 99;
        testing.database.transaction(tx -> tx.update("UPDATE dag SET version = ? WHERE dag_id = 'bad'", noSuchVersion));
        testing.now = testing.now.plus(Duration.ofHours(2));
        testing.scheduler.timer().tick();
        assertEquals(1, testing.runs("bad").size());
        assertEquals(2, testing.runs("a").size());
        assertEquals(2, testing.runs("c").size());
    }
}
