package dev.orrery.scheduler;

import dev.orrery.dag.TriggerRule;
import dev.orrery.dag.template.RunContext;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tasks of runs, and the instances of those with {@code for_each}; the one place that writes their states. */
final class JdbcTaskStore {
    /** Adds tasks to a run that is there, each at its position. */
    void add(Transaction tx, RunKey run, List<TaskRow> tasks, List<Integer> positions) {
        for (int i = 0; i < tasks.size(); i++) {
            tx.later("""
                    INSERT INTO task (dag_id, run_id, task_id, position, notebook, after_tasks, trigger_rule, retries,
                      retry_delay, retry_shape, gates, state, attempts, attempts_allowed, role, max_parallel, task_group)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", any -> {}, row(run, positions.get(i), tasks.get(i)).toArray());
        }
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

    /** Writes what became of a task; throws at the commit where it is not stored as it was before. */
    void write(Transaction tx, RunKey key, TaskStatus before, TaskStatus after, Instant now) {
        boolean anew = before.state().isTerminal() || after.state() == TaskState.NONE;
        tx.later(
                """
                UPDATE task SET state = ?, attempts = ?, attempts_allowed = ?, next_retry_at = ?,
                  started_at = CASE WHEN ? = 1 THEN NULL ELSE COALESCE(started_at, ?) END, ended_at = ?
                WHERE dag_id = ? AND run_id = ? AND task_id = ? AND state = ?""",
                changed -> JdbcRunStore.mustBeOne(changed, key + "/" + after.taskId()),
                after.state().text(),
                after.attempts(),
                after.attemptsAllowed(),
                after.nextRetryAt() == null ? null : JdbcRunStore.micros(after.nextRetryAt()),
                anew ? 1 : 0,
                after.state() == TaskState.RUNNING ? JdbcRunStore.micros(now) : null,
                after.state().isTerminal() ? JdbcRunStore.micros(now) : null,
                key.dagId(),
                key.runId(),
                after.taskId(),
                before.state().text());
    }

    /** In their order, each with its instances after it. */
    List<TaskRow> ofRun(Transaction tx, RunKey key) {
        return tx.list(
                "SELECT * FROM task WHERE dag_id = ? AND run_id = ? ORDER BY position, map_index",
                JdbcTaskStore::task,
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

    /** A task whose retry is due. */
    record Retry(RunKey run, String taskId) {}

    List<Retry> retriesDue(Transaction tx, Instant now) {
        return tx.list(
                "SELECT dag_id, run_id, task_id FROM task WHERE next_retry_at <= ? ORDER BY next_retry_at",
                row -> new Retry(JdbcRunStore.key(row), row.text("task_id")),
                now);
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
}
