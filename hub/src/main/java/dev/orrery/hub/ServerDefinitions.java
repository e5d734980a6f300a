package dev.orrery.hub;

import java.time.InstantSource;

/** Which named servers there are: how many a user may have, what they are called, and what they are started with. */
final class ServerDefinitions {
    private final ServerBook book;
    private final JdbcServerStore store;
    private final ServerSpecs specs;
    private final int most;
    private final InstantSource clock;

    /** @param most named servers of each user */
    ServerDefinitions(ServerBook book, ServerSpecs specs, int most, InstantSource clock) {
        this.book = book;
        this.store = book.store();
        this.specs = specs;
        this.most = most;
        this.clock = clock;
    }

    /** Defines a named server without starting it; refused where the user has as many as allowed. */
    UserServer define(ServerName name, String displayName) {
        requireRoom(name);
        store.define(name, clock.instant());
        book.addresses().note(name);
        store.setDisplayName(name, displayName);
        return book.get(name);
    }

    void requireRoom(ServerName name) {
        if (name.isDefault() || store.find(name).isPresent()) {
            return;
        }
        long named = store.of(name.user()).stream()
                .filter(server -> !server.name().isEmpty())
                .count();
        if (named >= most) {
            throw new HubException(
                    HubException.Code.TOO_MANY_SERVERS,
                    "User " + name.user() + " already has the maximum of " + most
                            + " named servers. One must be deleted before a new server can be created.");
        }
    }

    void setDisplayName(ServerName name, String displayName) {
        store.setDisplayName(name, displayName);
        book.tell(name);
    }

    /** What a server is started with the next time, where its start says nothing; only while it has no process. */
    void setOptions(ServerName name, String options) {
        specs.of(name.user(), options);
        store.setOptions(name, options);
    }

    /** Gives a named server that has no process another name; its shares end. False where that name is taken. */
    boolean rename(ServerName name, String other) {
        boolean renamed = store.rename(name, other);
        if (renamed) {
            book.addresses().forget(name);
            book.addresses().note(new ServerName(name.user(), other));
        }
        return renamed;
    }

    /** Forgets a named server that has stopped; false where it has a process. */
    boolean forget(ServerName name) {
        boolean forgotten = store.forget(name);
        if (forgotten) {
            book.addresses().forget(name);
        }
        return forgotten;
    }
}
