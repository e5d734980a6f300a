package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orrery.launch.Homes;
import dev.orrery.launch.WorkloadStatus.Ended;
import dev.orrery.launch.WorkloadStatus.Memory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureWordsTest {
    @TempDir
    Path folder;

    @Test
    void whatRanOutOfMemoryIsToldWithItsPeakAndLimit() {
        assertEquals(
                "The server used more memory than it may and was ended. It used 60 MiB at most; its limit is 60 MiB."
                        + " Load less data at once, or ask for a larger limit; then start it again.",
                words(137, true, new Memory(60L << 20, 60L << 20)));
        assertEquals(
                "The server used more memory than it may and was ended. The kernel does not tell how much it used;"
                        + " its limit is 60 MiB. Load less data at once, or ask for a larger limit; then start it again.",
                words(137, true, new Memory(null, 60L << 20)));
    }

    @Test
    void whatSomebodyElseKilledIsToldWithWhatIsKnown() {
        assertEquals(
                "The server was killed from outside (exit code 137), not by its own limit of memory. It used 2048 MiB at most, and has"
                        + " no limit. Its log may say more; then start it again.",
                words(137, false, new Memory(2L << 30, null)));
        assertEquals(
                "The server was killed from outside (exit code 137), not by its own limit of memory. How much memory it used is not"
                        + " known: this machine gives the platform no control groups. Its log may say more; then start it again.",
                words(137, false, null));
    }

    @Test
    void anyOtherEndIsToldByItsCode() {
        assertEquals(
                "The server ended by itself (exit code 1). Its log says why; then start it again.",
                words(1, false, null));
    }

    private String words(int exitCode, boolean outOfMemory, Memory memory) {
        HubConfig config = HubConfig.defaults(
                new Homes(folder.resolve("homes"), folder.resolve("new-home")),
                folder.resolve("logs"),
                URI.create("http://127.0.0.1:1"),
                URI.create("http://127.0.0.1:1"));
        return new FailureWords(config)
                .ended(
                        ServerName.ofDefault("ana"),
                        new Ended(exitCode, outOfMemory, Instant.EPOCH, memory),
                        FailureWords.When.RUNNING);
    }
}
