package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is shown of tasks' instances; {@link JdbcRunStore} writes them. */
final class JdbcInstanceStore {
    /** How many of a task's instances are in each state that one of them is in, by the task's id. Removed ones count, too. */
    Map<String, Map<String, Integer>> counts(Transaction tx, RunKey run) {
        Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
        tx.list(
                """
                SELECT of_task, state, COUNT(*) AS n FROM task
                WHERE dag_id = ? AND run_id = ? AND of_task IS NOT NULL GROUP BY of_task, state ORDER BY of_task, state""",
                row -> counts.computeIfAbsent(row.text("of_task"), id -> new LinkedHashMap<>())
                        .put(row.text("state"), Math.toIntExact(row.number("n"))),
                run.dagId(),
                run.runId());
        return counts;
    }

    /** An instance with its item. */
    record Instance(TaskRow task, @Nullable Object item) {}

    /**
     * Some of a task's instances in their order.
     *
     * @param state only those in it; null for all
     */
    List<Instance> list(Transaction tx, RunKey run, String taskId, @Nullable TaskState state, int limit, int offset) {
        List<Object> arguments = new ArrayList<>(List.of(run.dagId(), run.runId(), taskId));
        if (state != null) {
            arguments.add(state.text());
        }
        arguments.add(limit);
        arguments.add(offset);
        return tx.list(
                "SELECT * FROM task WHERE dag_id = ? AND run_id = ? AND of_task = ?"
                        + (state == null ? "" : " AND state = ?") + " ORDER BY map_index LIMIT ? OFFSET ?",
                row -> new Instance(JdbcTaskStore.task(row), Json.value(row.text("item"))),
                arguments.toArray());
    }
}
