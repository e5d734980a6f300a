package dev.orrery.scheduler;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs under way: what is locked, decided and written of them. The one place that writes a run's state. */
final class JdbcRunStore {
    /** What {@link #run} reads. */
    static final String SELECT = """
            SELECT r.*, v.commit_id FROM run r
            JOIN dag_version v ON v.dag_id = r.dag_id AND v.version = r.version\s""";

    private final RunCache cache = new RunCache();
    private final Object versions = new Object();
    private final JdbcDagStore dags;
    private final JdbcTaskStore tasks;

    JdbcRunStore(JdbcDagStore dags, JdbcTaskStore tasks) {
        this.dags = dags;
        this.tasks = tasks;
    }

    /** Adds a run; false where there is one of that id, or one of that logical date where both are of timetable or backfill. */
    boolean add(Transaction tx, RunRow run, List<TaskRow> tasks) {
        int added = tx.update(
                """
                INSERT INTO run (dag_id, run_id, version, kind, state, cancelling, interval_start, interval_end,
                  logical_date, run_after, created_at, triggered_by, conf, environment, revision)
                VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING""",
                run.key().dagId(),
                run.key().runId(),
                run.version(),
                run.kind().text(),
                run.state().text(),
                run.interval().start(),
                run.interval().end(),
                run.interval().logicalDate(),
                run.runAfter(),
                run.createdAt(),
                run.triggeredBy(),
                Json.write(run.conf()),
                run.environment());
        if (added == 0) {
            return false;
        }
        dags.noteNewest(tx, run.key(), run.runAfter(), run.state());
        this.tasks.add(
                tx, run.key(), tasks, IntStream.range(0, tasks.size()).boxed().toList());
        cache.added(
                tx,
                run.key(),
                new RunStatus(
                        run.state(), false, tasks.stream().map(TaskRow::status).toList()));
        return true;
    }

    /**
     * Makes whoever else changes this run wait until the transaction has ended; false where there is no such run. Whatever
     * changes a run or its tasks must do this first: by the revision a server knows whether it still knows the run.
     */
    boolean lock(Transaction tx, RunKey run) {
        Optional<Long> revision = tx.first(
                "UPDATE run SET revision = revision + 1 WHERE dag_id = ? AND run_id = ? RETURNING revision",
                row -> row.number("revision"),
                run.dagId(),
                run.runId());
        revision.ifPresent(number -> cache.locked(tx, run, number));
        return revision.isPresent();
    }

    /**
     * Makes whoever else changes the runs of these attempts wait; whoever else locks several does so in the same order. Their
     * revision is changed with the first change of them.
     */
    void lockOf(Transaction tx, List<String> attemptIds) {
        tx.list(
                RunsOfAttempts.locked(tx.dialect(), Marks.of(attemptIds)),
                row -> {
                    cache.held(tx, key(row), row.number("revision"));
                    return versions(tx).put(key(row), row.number("version"));
                },
                Marks.filled(attemptIds));
    }

    RunStatus status(Transaction tx, RunKey key) {
        return cache.status(tx, key, () -> read(tx, key));
    }

    private RunStatus read(Transaction tx, RunKey key) {
        RunRow run = find(tx, key).orElseThrow(() -> SchedulerException.notFound("There is no run " + key + "."));
        List<TaskStatus> tasks =
                this.tasks.ofRun(tx, key).stream().map(TaskRow::status).toList();
        return new RunStatus(run.state(), run.cancelling(), run.cancelling() && isOverdue(tx, key), tasks);
    }

    private static boolean isOverdue(Transaction tx, RunKey key) {
        return tx.first(
                        "SELECT 1 AS one FROM run WHERE dag_id = ? AND run_id = ? AND overdue = 1",
                        row -> row.number("one"),
                        key.dagId(),
                        key.runId())
                .isPresent();
    }

    /** Writes what changed; throws where the stored states are not those before, as then the decision was made on something else. */
    void write(Transaction tx, RunKey key, RunStatus before, RunStatus after, Instant now) {
        if (before.state() != after.state()
                || before.cancelling() != after.cancelling()
                || before.overdue() != after.overdue()) {
            writeRun(tx, key, before, after, now);
        }
        if (cache.changed(tx, key, after)) {
            tx.later(
                    "UPDATE run SET revision = revision + 1 WHERE dag_id = ? AND run_id = ?",
                    changed -> mustBeOne(changed, key.toString()),
                    key.dagId(),
                    key.runId());
        }
        for (TaskStatus task : after.tasks()) {
            TaskStatus old = before.task(task.taskId()).orElse(null);
            // What is new comes with its item: RunAction.Expand.
            if (old != null && !Objects.equals(old, task)) {
                tasks.write(tx, key, old, task, now);
            }
        }
    }

    private void writeRun(Transaction tx, RunKey key, RunStatus before, RunStatus after, Instant now) {
        boolean reopened = before.state().isTerminal() && !after.state().isTerminal();
        tx.later(
                """
                UPDATE run SET state = ?, cancelling = ?, overdue = ?, started_at = COALESCE(started_at, ?), ended_at = ?
                WHERE dag_id = ? AND run_id = ? AND state = ?""",
                changed -> mustBeOne(changed, key.toString()),
                after.state().text(),
                after.cancelling(),
                after.overdue(),
                after.state() == RunState.RUNNING || reopened ? micros(now) : null,
                after.state().isTerminal() ? micros(now) : null,
                key.dagId(),
                key.runId(),
                before.state().text());
        if (before.state() != after.state()) {
            dags.noteState(tx, key, after.state());
        }
    }

    static void mustBeOne(int changed, String what) {
        if (changed != 1) {
            throw new IllegalStateException(what + " was changed by somebody else");
        }
    }

    Optional<RunRow> find(Transaction tx, RunKey key) {
        return tx.first(SELECT + "WHERE r.dag_id = ? AND r.run_id = ?", JdbcRunStore::run, key.dagId(), key.runId());
    }

    /** Those that a transaction has read already; a run's version does not change while it is locked. */
    private Map<RunKey, Long> versions(Transaction tx) {
        return tx.notes(versions, HashMap::new);
    }

    /** A run, and whether any of its tasks has put out a value. */
    record RunOf(RunRow run, boolean hasOutputs) {}

    /** The runs of some attempts. */
    Map<RunKey, RunOf> of(Transaction tx, List<String> attemptIds) {
        Map<RunKey, RunOf> runs = new HashMap<>();
        if (!attemptIds.isEmpty()) {
            tx.list(
                    RunsOfAttempts.rows(tx.dialect(), Marks.of(attemptIds)),
                    row -> runs.put(key(row), new RunOf(run(row), row.flag("has_outputs"))),
                    Marks.filled(attemptIds));
        }
        return runs;
    }

    /** The version of its dag that a run has. */
    long version(Transaction tx, RunKey key) {
        Long known = versions(tx).get(key);
        return known != null ? known : readVersion(tx, key);
    }

    private static long readVersion(Transaction tx, RunKey key) {
        return tx.first(
                        "SELECT version FROM run WHERE dag_id = ? AND run_id = ?",
                        row -> row.number("version"),
                        key.dagId(),
                        key.runId())
                .orElseThrow();
    }

    /** How many more runs of these dags may be under way, those of backfills not counted; fewer than none where there are too many. */
    Map<String, Integer> places(Transaction tx, List<String> dagIds) {
        Map<String, Integer> places = new HashMap<>();
        tx.list(
                """
                SELECT d.dag_id, d.max_active_runs - (
                  SELECT COUNT(*) FROM run r WHERE r.dag_id = d.dag_id AND r.state = 'running' AND r.kind <> 'backfill') AS n
                FROM dag d WHERE d.dag_id IN (%s)""".formatted(Marks.of(dagIds)),
                row -> places.put(row.text("dag_id"), Math.toIntExact(row.number("n"))),
                Marks.filled(dagIds));
        return places;
    }

    /** The runs of these dags that wait for a place, of each dag the one first that has waited longest. */
    List<RunKey> queued(Transaction tx, List<String> dagIds, int limit) {
        List<Object> arguments = new ArrayList<>(List.of(Marks.filled(dagIds)));
        arguments.add(limit);
        return tx.list("""
                SELECT dag_id, run_id FROM (
                  SELECT dag_id, run_id, ROW_NUMBER() OVER (
                    PARTITION BY dag_id ORDER BY created_at, run_after, run_id) AS place
                  FROM run WHERE dag_id IN (%s) AND state = 'queued' AND kind <> 'backfill') q
                WHERE place <= ? ORDER BY dag_id, place""".formatted(Marks.of(dagIds)), JdbcRunStore::key, arguments.toArray());
    }

    /** Locks runs one after the other; those that this transaction has locked or made are left as they are. */
    void lock(Transaction tx, List<RunKey> runs) {
        runs.stream().filter(run -> !cache.isLocked(tx, run)).forEach(run -> lock(tx, run));
    }

    static RunKey key(Row row) {
        return new RunKey(row.text("dag_id"), row.text("run_id"));
    }

    static RunRow run(Row row) {
        return new RunRow(
                key(row),
                row.number("version"),
                row.text("commit_id"),
                RunKind.of(row.text("kind")),
                RunState.of(row.text("state")),
                row.flag("cancelling"),
                new DataInterval(row.time("interval_start"), row.time("interval_end")),
                row.time("created_at"),
                row.timeOrNull("started_at"),
                row.timeOrNull("ended_at"),
                row.textOrNull("triggered_by"),
                Json.values(row.text("conf")),
                row.text("environment"),
                row.timeOrNull("deadline_missed_at"));
    }

    /** As the database keeps it, for a place where a parameter has no type of its own. */
    static @Nullable Long micros(@Nullable Instant time) {
        return time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
