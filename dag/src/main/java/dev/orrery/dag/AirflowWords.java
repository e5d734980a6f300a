package dev.orrery.dag;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What Airflow, dag-factory and their operators call fields that have another name in dag.yml. */
final class AirflowWords {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("execution_timeout", "timeout"),
            Map.entry("dagrun_timeout", "run_timeout"),
            Map.entry("retry_exponential_backoff", "exponential"),
            Map.entry("params", "parameters"),
            Map.entry("op_kwargs", "parameters"),
            Map.entry("sla", "deadline"),
            Map.entry("concurrency", "max_active_tasks"),
            Map.entry("dag_concurrency", "max_active_tasks"),
            Map.entry("max_active_tis_per_dag", "pool"),
            Map.entry("max_active_tis_per_dagrun", "max_parallel"),
            Map.entry("max_map_length", "max_parallel"),
            Map.entry("task_groups", "groups"),
            Map.entry("doc_md", "description"),
            Map.entry("bash_command", "command"),
            Map.entry("input_nb", "notebook"),
            Map.entry("input_path", "notebook"),
            Map.entry("notebook_path", "notebook"),
            Map.entry("dependencies", "after"),
            Map.entry("depends_on", "after"),
            Map.entry("dependsOn", "after"),
            Map.entry("upstream", "after"),
            Map.entry("upstream_task_ids", "after"),
            Map.entry("needs", "after"),
            Map.entry("expand", "for_each"),
            Map.entry("outlets", "produces"),
            Map.entry("inlets", "consumes"),
            Map.entry("assets", "consumes"),
            Map.entry("datasets", "consumes"),
            Map.entry("conn_id", "connection"),
            Map.entry("sql", "query"),
            Map.entry("filepath", "file"),
            Map.entry("bucket_key", "object"),
            Map.entry("external_dag_id", "dag"),
            Map.entry("external_task_id", "task"),
            Map.entry("execution_delta", "offset"),
            Map.entry("target_time", "time"),
            Map.entry("if", "when"),
            Map.entry("condition", "when"));

    private static final String TO_THE_DAG =
            "Write its members into the dag itself: groups and tasks take them from there.";

    private AirflowWords() {}

    /** What to do about such a field where one of {@code known} is meant. */
    static Optional<String> remedy(String name, Collection<String> known) {
        return switch (name) {
            case "default_args", "defaults" -> Optional.of(TO_THE_DAG);
            case "operator" ->
                known.contains("command")
                        ? Optional.of(
                                "Remove it: 'notebook', 'command', 'sql_check' or 'wait_for' says what a task does.")
                        : Optional.empty();
            case "soft_fail", "poke_interval", "mode" ->
                known.contains("wait_for")
                        ? Optional.of("Write it into 'wait_for', which holds no place while it waits.")
                        : Optional.empty();
            default ->
                Optional.ofNullable(NAMES.get(name))
                        .filter(known::contains)
                        .map(own -> "It is called '" + own + "' here.");
        };
    }
}
