package dev.orrery.scheduler;

import dev.orrery.database.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A scheduler without processes, on whichever database, for each test of its own. */
abstract class SchedulerTestCase {
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

    /** Deploys a dag.yml, of which the owner's line is added. */
    void deploy(String yaml) {
        testing.deploy(TestingDags.parse(yaml), "c" + yaml.hashCode());
    }
}
