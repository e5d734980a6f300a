package dev.orrery.scheduler;

import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the timer is to do next of each kind, in one question; each is found by an index that has nothing else in it. */
final class JdbcAgendaStore {
    /**
     * When the first of each kind is due; null where there is none.
     *
     * @param run of a timetable, that may be made then
     * @param retry of a task
     * @param look at a run that waits for something
     * @param deadline of an attempt
     * @param hasBackfill whether any is under way
     */
    record Agenda(
            @Nullable Instant run,
            @Nullable Instant retry,
            @Nullable Instant look,
            @Nullable Instant deadline,
            boolean hasBackfill) {

        @Nullable
        Instant next() {
            return Stream.of(
                            Optional.ofNullable(run),
                            Optional.ofNullable(retry),
                            Optional.ofNullable(look),
                            Optional.ofNullable(deadline))
                    .flatMap(Optional::stream)
                    .min(Instant::compareTo)
                    .orElse(null);
        }

        boolean isDue(Instant now) {
            Instant next = next();
            return next != null && !next.isAfter(now);
        }
    }

    Agenda read(Transaction tx) {
        return tx.first("""
                SELECT
                  (SELECT next_end FROM dag WHERE %s ORDER BY next_end LIMIT 1) AS run,
                  (SELECT MIN(next_retry_at) FROM task WHERE next_retry_at IS NOT NULL) AS retry,
                  (SELECT MIN(wake_at) FROM run_wake) AS look,
                  (SELECT MIN(deadline_at) FROM attempt WHERE deadline_at IS NOT NULL) AS deadline,
                  (SELECT COUNT(*) FROM backfill WHERE state = 'running') AS backfills""".formatted(JdbcDagStore.HAS_ROOM), JdbcAgendaStore::agenda)
                .orElseThrow();
    }

    private static Agenda agenda(Row row) {
        return new Agenda(
                row.timeOrNull("run"),
                row.timeOrNull("retry"),
                row.timeOrNull("look"),
                row.timeOrNull("deadline"),
                row.number("backfills") > 0);
    }
}
