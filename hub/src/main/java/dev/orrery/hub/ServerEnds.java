package dev.orrery.hub;

import dev.orrery.identity.ServerTokens;
import dev.orrery.launch.Launcher;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import org.jspecify.annotations.Nullable;

/** Stops servers, and writes down how they ended: by request, by themselves, or before they were ready. */
final class ServerEnds {
    private static final String STOPPING = "Stopping";

    private final ServerBook book;
    private final JdbcServerStore store;
    private final Launcher launcher;
    private final ServerTokens tokens;
    private final HubConfig config;
    private final FailureWords words;
    private final Bell bell;

    ServerEnds(ServerBook book, Launcher launcher, ServerTokens tokens, HubConfig config, Bell bell) {
        this.book = book;
        this.store = book.store();
        this.launcher = launcher;
        this.tokens = tokens;
        this.config = config;
        this.words = new FailureWords(config);
        this.bell = bell;
    }

    void stop(ServerName name) {
        stop(name, STOPPING);
    }

    /** @param why is told to the owner, while it stops and after */
    void stop(ServerName name, String why) {
        UserServer server = book.get(name);
        WorkloadId id = server.workload();
        if (server.state().isAlive() && store.isElsewhere(name)) {
            throw new HubException(
                    HubException.Code.ELSEWHERE,
                    "This server was started through another of the platform's servers: stop it there.");
        }
        if (id != null && store.move(id, ServerState.STOPPING, 100, why)) {
            book.addresses().gone(name);
            book.tell(name);
            bell.ring();
            switch (launcher.status(id)) {
                case WorkloadStatus.Running running -> stopProcess(id);
                case WorkloadStatus.Ended ended -> ended(id, ended);
                // Not launched yet: its start sees that it is not wanted any more and ends the matter.
                case WorkloadStatus.Unknown unknown -> {}
            }
        }
    }

    void stopProcess(WorkloadId id) {
        launcher.stop(id, config.stopGrace());
    }

    /** A start that came to nothing; the log's last lines say more than the launcher can. */
    void failWithLog(ServerName name, WorkloadId id, String message) {
        fail(name, id, words.withLog(name, message));
    }

    void fail(ServerName name, WorkloadId id, String message) {
        boolean failed = store.move(id, ServerState.FAILED, 100, message);
        if (!failed) {
            store.move(id, ServerState.STOPPED, 0, null);
        }
        release(book.get(name));
        if (launcher.status(id) instanceof WorkloadStatus.Running) {
            stopProcess(id);
        }
        book.tell(name);
    }

    /** The end of a server that never ran, or of which nothing is left. */
    void finish(UserServer server, WorkloadId id, @Nullable String failure) {
        if (failure == null || server.state() == ServerState.STOPPING) {
            store.move(id, ServerState.STOPPED, 0, null);
        } else {
            store.move(id, ServerState.FAILED, 100, failure);
        }
        release(server);
        book.tell(server.key());
    }

    /** What the launcher tells of a process. */
    void ended(WorkloadId id, WorkloadStatus.Ended end) {
        UserServer server = store.findByWorkload(id).orElse(null);
        if (server == null) {
            if (ServerWorkload.isServer(id)) {
                launcher.forget(id);
            }
            return;
        }
        switch (server.state()) {
            case STARTING ->
                store.move(id, ServerState.FAILED, 100, words.ended(server.key(), end, FailureWords.When.NOT_READY));
            case READY -> {
                // JupyterLab's own "Shut Down" ends it with 0.
                if (end.exitCode() == 0) {
                    store.move(id, ServerState.STOPPED, 0, null);
                } else {
                    store.move(id, ServerState.FAILED, 100, words.ended(server.key(), end, FailureWords.When.RUNNING));
                }
            }
            case STOPPING ->
                store.move(id, ServerState.STOPPED, 0, STOPPING.equals(server.message()) ? null : server.message());
            case STOPPED, FAILED -> {}
        }
        release(server);
        launcher.forget(id);
        book.tell(server.key());
    }

    private void release(UserServer server) {
        // A late end of an old workload must not take the tokens of a new one.
        if (book.get(server.key()).state().isAlive()) {
            return;
        }
        book.addresses().gone(server.key());
        tokens.revoke(server.user(), server.name());
        book.tellGone(server);
        bell.ring();
    }
}
