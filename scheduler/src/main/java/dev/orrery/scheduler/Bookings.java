package dev.orrery.scheduler;

import dev.orrery.database.GroupCommit;
import dev.orrery.database.Transaction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Books what becomes of attempts: what their runners tell, and their launcher. What comes of different attempts while a
 * transaction is under way is booked in the next one together: their rows are read at once, each run's decision is its own, and
 * what all of them change is written at once.
 */
final class Bookings {
    private final GroupCommit<String> group;

    Bookings(JdbcSchedulerStore store) {
        this.group = new GroupCommit<>(store::change, (tx, attemptIds) -> {
            store.runs().lockOf(tx, attemptIds);
            store.attempts().fetch(tx, attemptIds);
        });
    }

    /** Books something of an attempt, whose run is locked meanwhile. Returns after the commit. */
    <T extends @Nullable Object> T book(String attemptId, Function<Transaction, T> work) {
        return group.run(attemptId, work);
    }
}
