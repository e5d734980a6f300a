package dev.orrery.hub;

import dev.orrery.launch.WorkloadStatus;
import java.util.List;

/** What a user is told when a server failed: what happened, what to do, and the end of its log. */
final class FailureWords {
    private static final int LINES = 12;

    private final ServerWorkload workloads;

    FailureWords(HubConfig config) {
        this.workloads = new ServerWorkload(config);
    }

    /** @param when such as "before it was ready" */
    String ended(ServerName server, WorkloadStatus.Ended end, String when) {
        if (end.outOfMemory()) {
            return withLog(
                    server,
                    "The server used more memory than it may and was ended " + when
                            + ". Load less data at once, or ask for a larger limit; then start it again.");
        }
        return withLog(
                server,
                "The server ended " + when + " (exit code " + end.exitCode()
                        + "). Its log says why; then start it again.");
    }

    String withLog(ServerName server, String message) {
        List<String> lines = ServerLog.tail(workloads.log(server), LINES);
        return lines.isEmpty() ? message : message + " Its last lines:\n" + String.join("\n", lines);
    }
}
