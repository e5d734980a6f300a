package dev.orrery.hub;

import dev.orrery.launch.WorkloadId;
import java.util.Optional;
import java.util.function.Consumer;

/** What is known of each user server: its row in the database, where it listens, and who is told when either changes. */
final class ServerBook {
    private final JdbcServerStore store;
    private final ServerAddresses addresses = new ServerAddresses();
    private volatile Consumer<UserServer> changed = server -> {};
    private volatile Consumer<UserServer> gone = server -> {};

    ServerBook(JdbcServerStore store) {
        this.store = store;
    }

    JdbcServerStore store() {
        return store;
    }

    ServerAddresses addresses() {
        return addresses;
    }

    void onChange(Consumer<UserServer> listener) {
        changed = listener;
    }

    void onGone(Consumer<UserServer> listener) {
        gone = listener;
    }

    /** The server of that name; one that was never started is stopped. */
    UserServer get(ServerName name) {
        return store.find(name).orElseGet(() -> UserServer.never(name));
    }

    /** The server of that name; empty for a named one that nobody defined or started. */
    Optional<UserServer> find(ServerName name) {
        return name.isDefault() ? Optional.of(get(name)) : store.find(name);
    }

    /** A start has come so far that it answers. In the table before it is ready, so that an end in between takes it out again. */
    void ready(ServerName name, WorkloadId id, int port) {
        addresses.listens(name, port);
        if (!store.move(id, ServerState.READY, 100, null)) {
            addresses.gone(name);
        }
        tell(name);
    }

    void tell(ServerName name) {
        changed.accept(get(name));
    }

    void tellGone(UserServer server) {
        gone.accept(server);
    }
}
