package dev.orrery.hub;

import dev.orrery.launch.WorkloadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user's server as it stands.
 *
 * @param name "" is the default one
 * @param progress 0 to 100
 * @param message what is being done, or why it failed and what to do
 * @param workload of the last start; null where it was never started
 * @param keepUntil until when its owner asked that it is left alone; null where nobody asked
 * @param displayName what its owner calls it; "" for nothing
 * @param options what its last start was asked with, JSON
 * @param port on 127.0.0.1; null until it is chosen
 */
public record UserServer(
        String user,
        String name,
        ServerState state,
        int progress,
        @Nullable String message,
        @Nullable WorkloadId workload,
        @Nullable Integer port,
        @Nullable Instant startedAt,
        @Nullable Instant lastActivity,
        @Nullable Instant keepUntil,
        String displayName,
        String options) {

    static UserServer never(ServerName server) {
        return new UserServer(
                server.user(), server.name(), ServerState.STOPPED, 0, null, null, null, null, null, null, "", "{}");
    }

    ServerName key() {
        return new ServerName(user, name);
    }

    /** The path of the server, such as {@code /user/ana/}. */
    public String prefix() {
        return key().prefix();
    }
}
