package dev.orrery.scheduler;

import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What attempts handed on. Of a task it is what its newest attempt did, however that ended. */
final class JdbcOutputStore {
    private static final String NEWEST = """
            FROM attempt_output o JOIN task t
              ON t.dag_id = o.dag_id AND t.run_id = o.run_id AND t.task_id = o.task_id AND t.attempts = o.number
            WHERE o.dag_id = ? AND o.run_id = ?\s""";

    void add(Transaction tx, AttemptRow attempt, Outputs outputs) {
        if (outputs.values().isEmpty()) {
            return;
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        outputs.values()
                .forEach((name, value) -> rows.add(List.of(
                        attempt.run().dagId(),
                        attempt.run().runId(),
                        attempt.taskId(),
                        attempt.number(),
                        name,
                        value)));
        tx.batch("""
                INSERT INTO attempt_output (dag_id, run_id, task_id, number, name, value)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""", rows);
    }

    /** What an attempt handed on, by name. */
    Map<String, @Nullable Object> of(Transaction tx, AttemptRow attempt) {
        Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
        tx.list(
                """
                SELECT name, value FROM attempt_output
                WHERE dag_id = ? AND run_id = ? AND task_id = ? AND number = ? ORDER BY name""",
                row -> outputs.put(row.text("name"), Json.value(row.text("value"))),
                attempt.run().dagId(),
                attempt.run().runId(),
                attempt.taskId(),
                attempt.number());
        return outputs;
    }

    /** One value; of a task with instances the list of theirs in their order. Empty where there is none. */
    Optional<Object> find(Transaction tx, RunKey run, String taskId, String name) {
        List<Value> values = tx.list(
                "SELECT t.of_task, t.task_id, o.name, o.value " + NEWEST + """
                AND (o.task_id = ? OR t.of_task = ?) AND o.name = ? AND t.state <> 'removed'
                ORDER BY t.map_index""",
                JdbcOutputStore::value,
                run.dagId(),
                run.runId(),
                taskId,
                taskId,
                name);
        return Optional.ofNullable(byTask(values).get(taskId)).map(one -> one.get(name));
    }

    /** How many characters the values of some tasks of a run have together. */
    long size(Transaction tx, RunKey run, Set<String> taskIds) {
        return tx
                .list(
                        "SELECT COALESCE(t.of_task, t.task_id) AS task, SUM(LENGTH(o.value)) AS n " + NEWEST
                                + "GROUP BY COALESCE(t.of_task, t.task_id)",
                        row -> taskIds.contains(row.text("task")) ? row.number("n") : 0L,
                        run.dagId(),
                        run.runId())
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The values of some tasks of a run, by task and name. */
    Map<String, Map<String, @Nullable Object>> of(Transaction tx, RunKey run, Set<String> taskIds) {
        List<Value> values = tx.list(
                "SELECT t.of_task, t.task_id, o.name, o.value " + NEWEST
                        + "AND t.state <> 'removed' ORDER BY t.position, t.map_index, o.name",
                JdbcOutputStore::value,
                run.dagId(),
                run.runId());
        return byTask(
                values.stream().filter(value -> taskIds.contains(value.task())).toList());
    }

    /** @param task the task itself, where this is of an instance */
    private record Value(
            String task,
            boolean isOfInstance,
            String name,
            @Nullable Object value) {}

    private static Value value(Row row) {
        String task = row.textOrNull("of_task");
        return new Value(
                task == null ? row.text("task_id") : task,
                task != null,
                row.text("name"),
                Json.value(row.text("value")));
    }

    private static Map<String, Map<String, @Nullable Object>> byTask(List<Value> values) {
        Map<String, Map<String, @Nullable Object>> byTask = new LinkedHashMap<>();
        for (Value value : values) {
            Map<String, @Nullable Object> ofTask = byTask.computeIfAbsent(value.task(), id -> new LinkedHashMap<>());
            if (!value.isOfInstance()) {
                ofTask.put(value.name(), value.value());
            } else if (ofTask.computeIfAbsent(value.name(), name -> new ArrayList<@Nullable Object>())
                    instanceof List<?> list) {
                @SuppressWarnings("unchecked")
                List<@Nullable Object> items = (List<@Nullable Object>) list;
                items.add(value.value());
            }
        }
        return byTask;
    }
}
