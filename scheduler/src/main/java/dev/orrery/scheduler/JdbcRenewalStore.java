package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.PoolUse;
import dev.orrery.database.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run has of its dag's version, but for how far it and its tasks have come. */
final class JdbcRenewalStore {
    private final JdbcTaskStore tasks;

    JdbcRenewalStore(JdbcTaskStore tasks) {
        this.tasks = tasks;
    }

    /**
     * Gives a run another version.
     *
     * @param shaped the run with that version's tasks, of which {@code before} has those that are stored
     */
    void shape(
            Transaction tx,
            RunKey key,
            VersionRow version,
            DagSpec spec,
            RunStatus before,
            RunStatus shaped,
            List<TaskRow> planned) {
        tx.update(
                "UPDATE run SET version = ?, environment = ?, timeout = ? WHERE dag_id = ? AND run_id = ?",
                version.version(),
                spec.environment(),
                spec.limits().timeout() == null ? null : spec.limits().timeout().toNanos() / 1_000,
                key.dagId(),
                key.runId());
        Map<String, Integer> positions = new HashMap<>();
        List<TaskRow> added = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (TaskRow row : planned) {
            if (before.task(row.status().taskId()).isEmpty()) {
                added.add(row);
                places.add(positions.size());
            }
            positions.put(row.status().taskId(), positions.size());
        }
        tasks.add(tx, key, added, places);
        Map<String, TaskRow> rows = new HashMap<>();
        planned.forEach(row -> rows.put(row.status().taskId(), row));
        List<List<@Nullable Object>> changes = new ArrayList<>();
        for (TaskStatus task : shaped.tasks()) {
            String of = TaskName.of(task.taskId()).taskId();
            int position = positions.computeIfAbsent(of, any -> positions.size());
            changes.add(change(key, task, position, spec, rows.get(of)));
        }
        tx.batch("""
                UPDATE task SET position = ?, notebook = COALESCE(?, notebook), after_tasks = ?, trigger_rule = ?, retries = ?,
                  retry_delay = ?, retry_shape = ?, gates = ?, role = ?, max_parallel = ?, task_group = ?, priority = ?, pool = ?,
                  pool_slots = ?
                WHERE dag_id = ? AND run_id = ? AND task_id = ?""", changes);
    }

    private static List<@Nullable Object> change(
            RunKey key, TaskStatus task, int position, DagSpec spec, @Nullable TaskRow row) {
        PoolUse pool = spec.task(TaskName.of(task.taskId()).taskId())
                .map(planned -> planned.pool())
                .orElse(PoolUse.DEFAULT);
        return Arrays.asList(
                position,
                row == null ? null : row.notebook(),
                Json.write(task.after()),
                task.rule().word(),
                task.retries().most(),
                task.retries().delay().toNanos() / 1_000,
                RetryShape.write(task.retries()),
                Json.write(task.gates().stream().sorted().map(Gate::text).toList()),
                task.role().text(),
                task.mapping() instanceof Mapping.Each(int most) ? (Integer) most : null,
                row == null ? null : row.group(),
                pool.priority(),
                pool.pool(),
                pool.slots(),
                key.dagId(),
                key.runId(),
                task.taskId());
    }
}
