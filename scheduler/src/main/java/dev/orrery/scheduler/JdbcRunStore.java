package dev.orrery.scheduler;

import dev.orrery.dag.TriggerRule;
import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.template.RunContext;
import dev.orrery.dag.template.RunTime;
import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs and their tasks; the one place that writes their states. */
final class JdbcRunStore {
    private static final String SELECT = """
            SELECT r.*, v.commit_id FROM run r
            JOIN dag_version v ON v.dag_id = r.dag_id AND v.version = r.version\s""";

    private final RunCache cache = new RunCache();
    private final JdbcDagStore dags;

    JdbcRunStore(JdbcDagStore dags) {
        this.dags = dags;
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
        addTasks(tx, run.key(), tasks, IntStream.range(0, tasks.size()).boxed().toList());
        cache.added(
                tx,
                run.key(),
                new RunStatus(
                        run.state(), false, tasks.stream().map(TaskRow::status).toList()));
        return true;
    }

    /** Adds tasks to a run that is there, each at its position. */
    void addTasks(Transaction tx, RunKey run, List<TaskRow> tasks, List<Integer> positions) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TaskRow task : tasks) {
            rows.add(row(run, positions.get(rows.size()), task));
        }
        tx.batch("""
                INSERT INTO task (dag_id, run_id, task_id, position, notebook, after_tasks, trigger_rule, retries,
                  retry_delay, retry_shape, gates, state, attempts, attempts_allowed, role, max_parallel, task_group)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", rows);
    }

    private static List<@Nullable Object> row(RunKey run, int position, TaskRow task) {
        TaskStatus status = task.status();
        return Arrays.asList(
                run.dagId(),
                run.runId(),
                status.taskId(),
                position,
                task.notebook(),
                Json.write(status.after()),
                status.rule().word(),
                status.retries().most(),
                status.retries().delay().toNanos() / 1_000,
                RetryShape.write(status.retries()),
                Json.write(status.gates().stream().sorted().map(Gate::text).toList()),
                status.state().text(),
                status.attempts(),
                status.attemptsAllowed(),
                status.role().text(),
                status.mapping() instanceof Mapping.Each(int most) ? (Integer) most : null,
                task.group());
    }

    /** Keeps the instances of a task, as they are in a run that is being written, with their items; those that are there get a new item. */
    void setItems(Transaction tx, RunKey run, RunStatus status, String taskId, List<@Nullable Object> items) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            TaskStatus instance = status.task(new TaskName(taskId, i).text()).orElseThrow();
            rows.add(Arrays.asList(
                    instance.taskId(),
                    Json.write(instance.gates().stream().map(Gate::text).toList()),
                    instance.state().text(),
                    instance.attempts(),
                    instance.attemptsAllowed(),
                    i,
                    Json.writeValue(items.get(i)),
                    run.dagId(),
                    run.runId(),
                    taskId));
        }
        tx.batch("""
                INSERT INTO task (dag_id, run_id, task_id, position, notebook, after_tasks, trigger_rule, retries, retry_delay,
                  retry_shape, gates, state, attempts, attempts_allowed, role, task_group, priority,
                  pool, pool_slots, of_task, map_index, item)
                SELECT dag_id, run_id, ?, position, notebook, '[]', trigger_rule, retries, retry_delay,
                  retry_shape, ?, ?, ?, ?, role, task_group, priority,
                  pool, pool_slots, task_id, ?, ?
                FROM task WHERE dag_id = ? AND run_id = ? AND task_id = ?
                ON CONFLICT (dag_id, run_id, task_id) DO UPDATE SET item = excluded.item""", rows);
    }

    /** What templates of an instance see of it; null for what is none. */
    RunContext.@Nullable Mapped mapped(Transaction tx, RunKey run, TaskName name) {
        if (!name.isInstance()) {
            return null;
        }
        String item = tx.first(
                        "SELECT item FROM task WHERE dag_id = ? AND run_id = ? AND task_id = ?",
                        row -> row.text("item"),
                        run.dagId(),
                        run.runId(),
                        name.text())
                .orElseThrow();
        return new RunContext.Mapped(name.mapIndex(), Json.value(item));
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

    /** Locks the run of an attempt, and tells its dag's version; empty where there is no such attempt. */
    Optional<Long> lockOf(Transaction tx, String attemptId) {
        return tx.first(
                """
                UPDATE run SET revision = revision + 1 FROM attempt a
                WHERE a.attempt_id = ? AND run.dag_id = a.dag_id AND run.run_id = a.run_id
                RETURNING run.dag_id AS dag_id, run.run_id AS run_id, run.revision AS revision, run.version AS version""",
                row -> {
                    cache.locked(tx, key(row), row.number("revision"));
                    return row.number("version");
                },
                attemptId);
    }

    RunStatus status(Transaction tx, RunKey key) {
        return cache.status(tx, key, () -> read(tx, key));
    }

    private RunStatus read(Transaction tx, RunKey key) {
        RunRow run = find(tx, key).orElseThrow(() -> SchedulerException.notFound("There is no run " + key + "."));
        List<TaskStatus> tasks = tasks(tx, key).stream().map(TaskRow::status).toList();
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
        cache.changed(tx, key, after);
        for (TaskStatus task : after.tasks()) {
            TaskStatus old = before.task(task.taskId()).orElse(null);
            // What is new comes with its item: RunAction.Expand.
            if (old != null && !Objects.equals(old, task)) {
                writeTask(tx, key, old, task, now);
            }
        }
    }

    private void writeRun(Transaction tx, RunKey key, RunStatus before, RunStatus after, Instant now) {
        boolean reopened = before.state().isTerminal() && !after.state().isTerminal();
        int changed = tx.update(
                """
                UPDATE run SET state = ?, cancelling = ?, overdue = ?, started_at = COALESCE(started_at, ?), ended_at = ?
                WHERE dag_id = ? AND run_id = ? AND state = ?""",
                after.state().text(),
                after.cancelling(),
                after.overdue(),
                after.state() == RunState.RUNNING || reopened ? micros(now) : null,
                after.state().isTerminal() ? micros(now) : null,
                key.dagId(),
                key.runId(),
                before.state().text());
        mustBeOne(changed, key.toString());
        if (before.state() != after.state()) {
            dags.noteState(tx, key, after.state());
        }
    }

    private static void writeTask(Transaction tx, RunKey key, TaskStatus before, TaskStatus after, Instant now) {
        boolean anew = before.state().isTerminal() || after.state() == TaskState.NONE;
        int changed = tx.update(
                """
                UPDATE task SET state = ?, attempts = ?, attempts_allowed = ?, next_retry_at = ?,
                  started_at = CASE WHEN ? = 1 THEN NULL ELSE COALESCE(started_at, ?) END, ended_at = ?
                WHERE dag_id = ? AND run_id = ? AND task_id = ? AND state = ?""",
                after.state().text(),
                after.attempts(),
                after.attemptsAllowed(),
                after.nextRetryAt() == null ? null : micros(after.nextRetryAt()),
                anew ? 1 : 0,
                after.state() == TaskState.RUNNING ? micros(now) : null,
                after.state().isTerminal() ? micros(now) : null,
                key.dagId(),
                key.runId(),
                after.taskId(),
                before.state().text());
        mustBeOne(changed, key + "/" + after.taskId());
    }

    private static void mustBeOne(int changed, String what) {
        if (changed != 1) {
            throw new IllegalStateException(what + " was changed by somebody else");
        }
    }

    Optional<RunRow> find(Transaction tx, RunKey key) {
        return tx.first(SELECT + "WHERE r.dag_id = ? AND r.run_id = ?", JdbcRunStore::run, key.dagId(), key.runId());
    }

    /** The version of its dag that a run has. */
    long version(Transaction tx, RunKey key) {
        return tx.first(
                        "SELECT version FROM run WHERE dag_id = ? AND run_id = ?",
                        row -> row.number("version"),
                        key.dagId(),
                        key.runId())
                .orElseThrow();
    }

    List<TaskRow> tasks(Transaction tx, RunKey key) {
        return tx.list(
                "SELECT * FROM task WHERE dag_id = ? AND run_id = ? ORDER BY position, map_index",
                JdbcRunStore::task,
                key.dagId(),
                key.runId());
    }

    /** The tasks of some runs of a dag by the run's id, each run's in their order; a run without tasks is left out. */
    Map<String, List<TaskSummary>> summaries(Transaction tx, String dagId, List<String> runIds) {
        if (runIds.isEmpty()) {
            return Map.of();
        }
        Map<String, List<TaskSummary>> byRun = new HashMap<>();
        List<Object> arguments = new ArrayList<>(List.of(dagId));
        arguments.addAll(runIds);
        tx.list(
                """
                SELECT run_id, task_id, state, attempts, started_at, ended_at FROM task
                WHERE dag_id = ? AND run_id IN (%s) AND map_index = -1 ORDER BY run_id, position""".formatted(String.join(", ", Collections.nCopies(runIds.size(), "?"))),
                row -> byRun.computeIfAbsent(row.text("run_id"), id -> new ArrayList<>())
                        .add(summary(row)),
                arguments.toArray());
        return byRun;
    }

    /** Newest first. */
    List<RunRow> newest(Transaction tx, String dagId, int limit) {
        return tx.list(
                SELECT + "WHERE r.dag_id = ? ORDER BY r.run_after DESC, r.run_id DESC LIMIT ?",
                JdbcRunStore::run,
                dagId,
                limit);
    }

    /** The newest successful run of a dag whose logical date is before another's. */
    Optional<RunTime.Success> successBefore(Transaction tx, String dagId, Instant logicalDate) {
        return tx.first(
                """
                SELECT interval_start, interval_end, started_at, ended_at FROM run
                WHERE dag_id = ? AND logical_date < ? AND state = 'success'
                ORDER BY logical_date DESC, run_id DESC LIMIT 1""",
                row -> new RunTime.Success(
                        row.time("interval_start"),
                        row.time("interval_end"),
                        row.time("started_at"),
                        row.time("ended_at")),
                dagId,
                logicalDate);
    }

    /** Those of timetable and backfills by logical date, the ends included; null for no end. The oldest first. */
    List<RunKey> dated(Transaction tx, String dagId, @Nullable Instant from, @Nullable Instant to, int limit) {
        return tx.list(
                """
                SELECT dag_id, run_id FROM run
                WHERE dag_id = ? AND kind NOT IN ('manual', 'asset') AND logical_date >= ? AND logical_date <= ?
                ORDER BY logical_date, run_id LIMIT ?""",
                JdbcRunStore::key,
                dagId,
                from == null ? (Long) Long.MIN_VALUE : micros(from),
                to == null ? (Long) Long.MAX_VALUE : micros(to),
                limit);
    }

    /** A run of timetable or backfill, by its logical date. */
    record Dated(Instant logicalDate, String runId, RunState state) {}

    List<Dated> datedStates(Transaction tx, String dagId, Instant from, Instant to) {
        return tx.list(
                """
                SELECT logical_date, run_id, state FROM run
                WHERE dag_id = ? AND kind NOT IN ('manual', 'asset') AND logical_date >= ? AND logical_date <= ?""",
                row -> new Dated(row.time("logical_date"), row.text("run_id"), RunState.of(row.text("state"))),
                dagId,
                from,
                to);
    }

    /** Newest first, after a run in that order; none where there is no such run. */
    List<RunRow> before(Transaction tx, RunKey run, int limit) {
        return tx.list(SELECT + """
                WHERE r.dag_id = ? AND (r.run_after, r.run_id) <
                  (SELECT b.run_after, b.run_id FROM run b WHERE b.dag_id = ? AND b.run_id = ?)
                ORDER BY r.run_after DESC, r.run_id DESC LIMIT ?""", JdbcRunStore::run, run.dagId(), run.dagId(), run.runId(), limit);
    }

    /** The newest runs of each of these dags, newest first; more of a dag where several were due at the same time. */
    List<RunRow> newestOfEach(Transaction tx, List<String> dagIds, int count) {
        List<Object> arguments = new ArrayList<>(dagIds);
        arguments.add(count - 1);
        return tx.list(
                SELECT + """
                        JOIN dag d ON d.dag_id = r.dag_id
                        WHERE d.dag_id IN (%s) AND r.run_after >= COALESCE(
                          (SELECT b.run_after FROM run b WHERE b.dag_id = d.dag_id
                           ORDER BY b.run_after DESC, b.run_id DESC LIMIT 1 OFFSET ?), -9223372036854775807)
                        ORDER BY r.dag_id, r.run_after DESC, r.run_id DESC""".formatted(String.join(", ", Collections.nCopies(dagIds.size(), "?"))),
                JdbcRunStore::run,
                arguments.toArray());
    }

    /** How many of the dag's runs are under way, those that wait for a place and a backfill's own not counted. */
    int running(Transaction tx, String dagId) {
        return Math.toIntExact(tx.first(
                        "SELECT COUNT(*) AS n FROM run WHERE dag_id = ? AND state = 'running' AND kind <> 'backfill'",
                        row -> row.number("n"),
                        dagId)
                .orElseThrow());
    }

    /** The runs that wait for a place, the one that has waited longest first. */
    List<RunKey> queued(Transaction tx, String dagId, int limit) {
        return tx.list("""
                SELECT dag_id, run_id FROM run WHERE dag_id = ? AND state = 'queued' AND kind <> 'backfill'
                ORDER BY created_at, run_after, run_id LIMIT ?""", JdbcRunStore::key, dagId, limit);
    }

    /** A task whose retry is due. */
    record Retry(RunKey run, String taskId) {}

    List<Retry> retriesDue(Transaction tx, Instant now) {
        return tx.list(
                "SELECT dag_id, run_id, task_id FROM task WHERE next_retry_at <= ? ORDER BY next_retry_at",
                row -> new Retry(key(row), row.text("task_id")),
                now);
    }

    Optional<Instant> nextRetry(Transaction tx) {
        return tx.first(
                        "SELECT MIN(next_retry_at) AS due FROM task WHERE next_retry_at IS NOT NULL",
                        row -> Optional.ofNullable(row.timeOrNull("due")))
                .flatMap(due -> due);
    }

    private static RunKey key(Row row) {
        return new RunKey(row.text("dag_id"), row.text("run_id"));
    }

    private static RunRow run(Row row) {
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

    private static TaskSummary summary(Row row) {
        return new TaskSummary(
                row.text("task_id"),
                row.text("state"),
                Math.toIntExact(row.number("attempts")),
                row.timeOrNull("started_at"),
                row.timeOrNull("ended_at"));
    }

    static TaskRow task(Row row) {
        TaskStatus status = new TaskStatus(
                row.text("task_id"),
                Json.strings(row.text("after_tasks")),
                TriggerRule.valueOf(row.text("trigger_rule").toUpperCase(Locale.ROOT)),
                Json.strings(row.text("gates")).stream().map(Gate::of).collect(Collectors.toUnmodifiableSet()),
                RetryShape.read(
                        Math.toIntExact(row.number("retries")),
                        Duration.of(row.number("retry_delay"), ChronoUnit.MICROS),
                        row.textOrNull("retry_shape")),
                TaskState.of(row.text("state")),
                Math.toIntExact(row.number("attempts")),
                Math.toIntExact(row.number("attempts_allowed")),
                row.timeOrNull("next_retry_at"),
                TaskRole.of(row.text("role")),
                mapping(row));
        return new TaskRow(
                status,
                row.text("notebook"),
                row.textOrNull("task_group"),
                row.timeOrNull("started_at"),
                row.timeOrNull("ended_at"));
    }

    private static Mapping mapping(Row row) {
        String of = row.textOrNull("of_task");
        if (of != null) {
            return new Mapping.Instance(of, Math.toIntExact(row.number("map_index")));
        }
        Long most = row.numberOrNull("max_parallel");
        return most == null ? Mapping.ONE : new Mapping.Each(Math.toIntExact(most));
    }

    /** As the database keeps it, for a place where a parameter has no type of its own. */
    private static @Nullable Long micros(@Nullable Instant time) {
        return time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
