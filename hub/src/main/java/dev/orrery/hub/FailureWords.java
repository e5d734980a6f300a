package dev.orrery.hub;

import dev.orrery.launch.WorkloadStatus;
import java.util.List;

/** What a user is told when a server failed: what happened, what to do, and the end of its log. */
final class FailureWords {
    private static final int LINES = 12;
    /** By signal 9. */
    private static final int KILLED = 137;

    /** When a server ended that nobody stopped. */
    enum When {
        NOT_READY(" before it was ready"),
        RUNNING("");

        private final String text;

        When(String text) {
            this.text = text;
        }
    }

    private final ServerWorkload workloads;

    FailureWords(HubConfig config) {
        this.workloads = new ServerWorkload(config);
    }

    String ended(ServerName server, WorkloadStatus.Ended end, When when) {
        if (end.outOfMemory()) {
            return withLog(
                    server,
                    "The server used more memory than it may and was ended" + when.text
                            + ". " + memory(end)
                            + " Load less data at once, or ask for a larger limit; then start it again.");
        }
        if (end.exitCode() == KILLED) {
            return withLog(
                    server,
                    "The server was killed from outside" + when.text + " (exit code "
                            + KILLED
                            + "), not by its own limit of memory. "
                            + memory(end) + " Its log may say more; then start it again.");
        }
        return withLog(
                server,
                "The server ended" + (when == When.RUNNING ? " by itself" : when.text) + " (exit code " + end.exitCode()
                        + "). Its log says why; then start it again.");
    }

    private static String memory(WorkloadStatus.Ended end) {
        WorkloadStatus.Memory memory = end.memory();
        if (memory == null) {
            return "How much memory it used is not known: this machine gives the platform no control groups.";
        }
        String used = memory.peak() == null
                ? "The kernel does not tell how much it used"
                : "It used " + mebibytes(memory.peak()) + " at most";
        return used
                + (memory.limit() == null
                        ? ", and has no limit."
                        : "; its limit is " + mebibytes(memory.limit()) + ".");
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    String withLog(ServerName server, String message) {
        List<String> lines = ServerLog.tail(workloads.log(server), LINES);
        return lines.isEmpty() ? message : message + " Its last lines:\n" + String.join("\n", lines);
    }
}
