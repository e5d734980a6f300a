package dev.orrery.scheduler;

import java.util.List;
import java.util.function.Supplier;

/**
 * Where a server stands among those of one database, and what it can take over on its own machine.
 *
 * @param name unlike any other server's; the same when a server comes up again on the same launcher's records
 * @param seize makes the records of servers of this machine that have died this server's own, for as long as it lives; their names
 * @param adopt has the launcher go on with the workloads of all records that were seized and not adopted yet
 */
public record Seat(String name, Supplier<List<String>> seize, Runnable adopt) {
    /** Of a server that shares its database with no other. */
    public static Seat alone() {
        return new Seat("alone", List::of, () -> {});
    }
}
