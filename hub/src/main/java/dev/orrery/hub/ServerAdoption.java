package dev.orrery.hub;

import dev.orrery.identity.Identity;
import dev.orrery.identity.User;
import dev.orrery.launch.Launcher;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import java.util.List;

/** Joins what the database knows of servers with what runs, when a process of the platform begins or takes another's place. */
final class ServerAdoption {
    private final ServerBook book;
    private final Launcher launcher;
    private final Identity identity;
    private final ServerStarts starts;
    private final ServerEnds ends;

    ServerAdoption(ServerBook book, Launcher launcher, Identity identity, ServerStarts starts, ServerEnds ends) {
        this.book = book;
        this.launcher = launcher;
        this.identity = identity;
        this.starts = starts;
        this.ends = ends;
    }

    void adopt(List<UserServer> servers) {
        for (UserServer server : servers) {
            book.addresses().note(server.key());
            WorkloadId id = server.workload();
            if (server.state().isAlive() && id != null) {
                adopt(server, id, launcher.status(id));
            }
        }
    }

    private void adopt(UserServer server, WorkloadId id, WorkloadStatus status) {
        User owner = identity.user(server.user()).orElse(null);
        Integer port = server.port();
        switch (status) {
            case WorkloadStatus.Ended ended -> ends.ended(id, ended);
            case WorkloadStatus.Unknown unknown -> {
                if (server.state() == ServerState.STARTING && owner != null) {
                    starts.begin(owner, server.key(), id);
                } else {
                    ends.finish(server, id, "The server was gone when the platform came back. Start it again.");
                }
            }
            case WorkloadStatus.Running running -> {
                if (server.state() == ServerState.STOPPING || owner == null || port == null) {
                    ends.stopProcess(id);
                } else if (server.state() == ServerState.READY) {
                    book.addresses().listens(server.key(), port);
                } else {
                    starts.goOn(owner, server.key(), id, port);
                }
            }
        }
    }
}
