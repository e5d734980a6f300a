package dev.orrery.dag.export;

import dev.orrery.dag.ForEach;
import dev.orrery.dag.PoolUse;
import dev.orrery.dag.Retries;
import dev.orrery.dag.Role;
import dev.orrery.dag.TaskKind;
import dev.orrery.dag.TaskSpec;
import dev.orrery.dag.TriggerRule;
import dev.orrery.dag.WaitFor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tasks as calls of Airflow's operators. */
final class AirflowTasks {
    private static final String STANDARD = "airflow.providers.standard.";
    private static final String SQL = "airflow.providers.common.sql.operators.sql";

    private final Source source;
    private final Set<String> notes;
    private final AirflowTemplates templates;

    AirflowTasks(Source source, Set<String> notes) {
        this.source = source;
        this.notes = notes;
        this.templates = new AirflowTemplates(notes);
    }

    Source.Call call(TaskSpec task) {
        Source.Call call = kind(task);
        Retries retries = task.retries();
        if (task.timeout() != null || retries.most() > 0) {
            source.from("datetime", "timedelta");
        }
        if (retries.jitter() > 0) {
            note(task, "retry_jitter", "Airflow has a jitter of its own");
        }
        if (retries.factor() != 1 && retries.factor() != 2) {
            note(task, "exponential", "Airflow's factor is 2");
        }
        if (task.start().when() != null) {
            note(task, "when", "write a branch or @task.run_if");
        }
        if (!task.produces().isEmpty()) {
            Python.Code asset = source.from("airflow.sdk", "Asset");
            call.with(
                    "outlets",
                    task.produces().stream()
                            .map(name -> new Python.Code(asset.source() + "(" + Python.text(name) + ")"))
                            .toList());
        }
        boolean teardown = task.role() instanceof Role.Teardown;
        return call.with("params", task.parameters().isEmpty() ? null : task.parameters())
                .with(
                        "trigger_rule",
                        teardown || task.start().rule() == TriggerRule.ALL_SUCCESS
                                ? null
                                : task.start().rule().word())
                .withUnless("retries", retries.most(), 0)
                .with("retry_delay", retries.most() == 0 ? null : retries.delay())
                .with("retry_exponential_backoff", retries.factor() == 1 ? null : (Boolean) true)
                .with("max_retry_delay", retries.most() == 0 ? null : retries.longest())
                .with("execution_timeout", task.timeout())
                .withUnless("pool", task.pool().pool(), PoolUse.DEFAULT_POOL)
                .withUnless("pool_slots", task.pool().slots(), 1)
                .withUnless("priority_weight", task.pool().priority(), 1)
                .with("weight_rule", task.pool().priority() == 1 ? null : "absolute")
                .withUnless("depends_on_past", task.start().dependsOnPast(), false)
                .withUnless("wait_for_downstream", task.start().waitForDownstream(), false);
    }

    private void note(TaskSpec task, String field, String why) {
        notes.add("'" + field + "' of the task '" + task.taskId() + "' is left out: " + why + ".");
    }

    private Source.Call kind(TaskSpec task) {
        if (task.forEach() != null) {
            return mapped(task, task.forEach());
        }
        return switch (task.kind()) {
            case TaskKind.Notebook(String path) -> notebook(task, path).with("parameters", parameters(task, null));
            case TaskKind.ShellText(String text) -> command(task, text);
            case TaskKind.Arguments(var words) ->
                command(
                        task,
                        String.join(
                                " ", words.stream().map(AirflowTasks::quoted).toList()));
            case TaskKind.SqlCheck check -> check(task, check);
            case TaskKind.Wait wait -> waiting(task, wait);
        };
    }

    private Source.Call operator(TaskSpec task, String module, String name) {
        return new Source.Call(source.from(module, name)).with("task_id", task.taskId());
    }

    private Source.Call notebook(TaskSpec task, String path) {
        if (!task.env().isEmpty()) {
            note(task, "env", "a notebook runs in Airflow's own process");
        }
        return operator(task, "airflow.providers.papermill.operators.papermill", "PapermillOperator")
                .with("input_nb", new Python.Code("str(HERE / " + Python.text(path) + ")"))
                .with(
                        "output_nb",
                        new Python.Code("str(HERE / \"output\" / \"{{ run_id }}\" / "
                                + Python.text(
                                        task.forEach() == null
                                                ? task.taskId() + ".ipynb"
                                                : task.taskId() + "-{{ ti.map_index }}.ipynb")
                                + ")"));
    }

    private @Nullable Object parameters(TaskSpec task, @Nullable Object item) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        task.parameters().forEach((name, value) -> parameters.put(name, templates.of(task, value)));
        if (task.forEach() != null && task.forEach().as() != null) {
            parameters.put(task.forEach().as(), item);
        }
        return parameters.isEmpty() ? null : parameters;
    }

    /** A list in the file becomes mapped instances; what is known only at run time has no equal for notebooks. */
    private Source.Call mapped(TaskSpec task, ForEach forEach) {
        if (forEach.as() != null
                && task.kind() instanceof TaskKind.Notebook(String path)
                && forEach.items() instanceof ForEach.Items.Listed(var items)) {
            List<@Nullable Object> each = new ArrayList<>();
            items.forEach(item -> each.add(parameters(task, item)));
            return notebook(task, path).forEach("parameters", each);
        }
        note(task, "for_each", "write .expand() over your list");
        return kind(task.alone());
    }

    private Source.Call command(TaskSpec task, String text) {
        Map<String, String> env = new LinkedHashMap<>();
        task.env().forEach((name, value) -> env.put(name, String.valueOf(templates.of(task, value))));
        // Airflow takes a text that ends in .sh for a template's file.
        Object script = templates.of(task, text.endsWith(".sh") ? text + " " : text);
        return operator(task, STANDARD + "operators.bash", "BashOperator")
                .with("bash_command", script)
                .with("cwd", new Python.Code("str(HERE)"))
                .with("env", env.isEmpty() ? null : env)
                .with("append_env", env.isEmpty() ? null : (Boolean) true);
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+-]+") ? word : "'" + word.replace("'", "'\"'\"'") + "'";
    }

    private Source.Call check(TaskSpec task, TaskKind.SqlCheck check) {
        Object query = templates.of(task, check.query());
        return switch (check.expected()) {
            case TaskKind.Expectation.TrueRow _ ->
                operator(task, SQL, "SQLCheckOperator")
                        .with("conn_id", check.connection())
                        .with("sql", query);
            case TaskKind.Expectation.Value(Double least, Double most) ->
                operator(task, SQL, "SQLThresholdCheckOperator")
                        .with("conn_id", check.connection())
                        .with("sql", query)
                        .with("min_threshold", least == null ? new Python.Code("float(\"-inf\")") : least)
                        .with("max_threshold", most == null ? new Python.Code("float(\"inf\")") : most);
            case TaskKind.Expectation.Rows(Long least, Long most) -> {
                String count = "(SELECT COUNT(*) FROM (" + query + ") counted)";
                String low = least == null ? "" : count + " >= " + least;
                String high = most == null ? "" : count + " <= " + most;
                yield operator(task, SQL, "SQLCheckOperator")
                        .with("conn_id", check.connection())
                        .with("sql", "SELECT " + low + (low.isEmpty() || high.isEmpty() ? "" : " AND ") + high);
            }
        };
    }

    private Source.Call waiting(TaskSpec task, TaskKind.Wait wait) {
        Source.Call call = switch (wait.what()) {
            case WaitFor.Time(String at) ->
                operator(task, STANDARD + "sensors.date_time", "DateTimeSensor")
                        .with("target_time", templates.timeOf(task, at));
            case WaitFor.Delay(var length) -> {
                source.from("datetime", "timedelta");
                yield operator(task, STANDARD + "sensors.time_delta", "TimeDeltaSensor")
                        .with("delta", length);
            }
            case WaitFor.FileThere(String path) ->
                operator(task, STANDARD + "sensors.filesystem", "FileSensor")
                        .with("filepath", templates.of(task, path));
            case WaitFor.ObjectThere(String url, String connection) ->
                operator(task, "airflow.providers.amazon.aws.sensors.s3", "S3KeySensor")
                        .with("bucket_key", templates.of(task, url))
                        .with("aws_conn_id", connection);
            case WaitFor.DagRun(String dagId, String taskId, var offset) -> {
                source.from("datetime", "timedelta");
                yield operator(task, STANDARD + "sensors.external_task", "ExternalTaskSensor")
                        .with("external_dag_id", dagId)
                        .with("external_task_id", taskId)
                        .with("execution_delta", offset.isZero() ? null : offset);
            }
            case WaitFor.TableFresh table ->
                operator(task, "airflow.providers.common.sql.sensors.sql", "SqlSensor")
                        .with("conn_id", table.connection())
                        .with(
                                "sql",
                                "SELECT MAX(" + templates.of(task, table.column())
                                        + ") >= CURRENT_TIMESTAMP - INTERVAL '"
                                        + table.maxAge().toSeconds() + "' SECOND FROM "
                                        + templates.of(task, table.table()));
        };
        return call.with("poke_interval", wait.every().toSeconds())
                .with("mode", "reschedule")
                .withUnless("soft_fail", wait.skipOnTimeout(), false)
                .with(
                        "timeout",
                        task.timeout() == null ? null : (Long) task.timeout().toSeconds());
    }
}
