package dev.orrery.dag.export;

import dev.orrery.dag.DagSchedule;
import dev.orrery.dag.DagSpec;
import dev.orrery.dag.Role;
import dev.orrery.dag.TaskSpec;
import dev.orrery.dag.schedule.Schedules;
import dev.orrery.dag.schedule.Timetable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A dag as a DAG file of Airflow 3 that has the same runs and tasks. It stands beside the notebooks; these run with the
 * provider for papermill, checks and waits with the providers that the file imports.
 */
public final class AirflowExport {
    private final DagSpec dag;
    private final Source source = new Source();
    private final Set<String> notes = new LinkedHashSet<>();

    private AirflowExport(DagSpec dag) {
        this.dag = dag;
    }

    /**
     * The file, and what Airflow does not do in the same way.
     *
     * @param notes one sentence each
     */
    public record Exported(String python, List<String> notes) {
        public Exported {
            notes = List.copyOf(notes);
        }
    }

    public static Exported of(DagSpec dag) {
        return new AirflowExport(dag).exported();
    }

    private Exported exported() {
        source.line("HERE = Path(__file__).parent");
        source.line("");
        source.line("with " + dagCall().source("") + " as dag:");
        AirflowTasks tasks = new AirflowTasks(source, notes);
        Map<String, String> variables = variables();
        for (TaskSpec task : dag.tasks()) {
            source.line("    " + variables.get(task.taskId()) + " = "
                    + tasks.call(task).source("    "));
        }
        source.line("");
        dag.tasks().forEach(task -> order(task, variables));
        String head = "\"\"\"" + dag.dagId() + ", exported from dag.yml.\"\"\"\n\n";
        source.from("pathlib", "Path");
        return new Exported(source.text(head), List.copyOf(notes));
    }

    /** A Python name for each task. */
    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (TaskSpec task : dag.tasks()) {
            String plain = "task_" + task.taskId().replaceAll("[^A-Za-z0-9_]", "_");
            String name = plain;
            for (int i = 2; variables.containsValue(name); i++) {
                name = plain + "_" + i;
            }
            variables.put(task.taskId(), name);
        }
        return variables;
    }

    private void order(TaskSpec task, Map<String, String> variables) {
        List<String> after = task.start().after();
        String variable = variables.get(task.taskId());
        if (!after.isEmpty()) {
            String before = after.stream().map(variables::get).collect(Collectors.joining(", "));
            source.line("    " + (after.size() == 1 ? before : "[" + before + "]") + " >> " + variable);
        }
        switch (task.role()) {
            case Role.Work _ -> {}
            case Role.Setup _ -> source.line("    " + variable + ".as_setup()");
            case Role.Teardown(var setups, boolean failsRun) -> {
                List<String> arguments = new ArrayList<>();
                if (!setups.isEmpty()) {
                    arguments.add(
                            "setups=[" + setups.stream().map(variables::get).collect(Collectors.joining(", ")) + "]");
                }
                if (failsRun) {
                    arguments.add("on_failure_fail_dagrun=True");
                }
                source.line("    " + variable + ".as_teardown(" + String.join(", ", arguments) + ")");
            }
        }
    }

    private Source.Call dagCall() {
        DagSchedule schedule = dag.schedule();
        if (dag.limits().deadline() != null) {
            notes.add("The deadline is left out: Airflow's needs a callback of yours.");
        }
        if (!dag.data().produces().isEmpty()) {
            notes.add("What the whole dag produces is left out: Airflow knows what a task produces.");
        }
        boolean continuous = schedule.timetable() instanceof Timetable.Continuous;
        return new Source.Call(source.from("airflow.sdk", "DAG"))
                .with("dag_id", dag.dagId())
                .with("description", dag.description())
                .with("schedule", schedule())
                .with("start_date", date(schedule.bounds().start()))
                .with("end_date", date(schedule.bounds().end()))
                .with("catchup", schedule.bounds().catchup())
                .with(
                        "max_active_runs",
                        continuous ? (Integer) 1 : (Integer) dag.limits().maxActiveRuns())
                .with("max_active_tasks", dag.limits().maxActiveTasks())
                .with("dagrun_timeout", length(dag.limits().timeout()))
                .with("tags", dag.tags().isEmpty() ? null : dag.tags())
                .with("default_args", Map.of("owner", dag.owner()));
    }

    private @Nullable Object length(java.time.@Nullable Duration length) {
        if (length != null) {
            source.from("datetime", "timedelta");
        }
        return length;
    }

    private Object schedule() {
        if (dag.data().consumes().isEmpty()) {
            return times();
        }
        if (dag.schedule().timetable() instanceof Timetable.Unscheduled) {
            return assets();
        }
        if (!(times() instanceof Python.Code timetable) || !timetable.source().endsWith(")")) {
            notes.add("The schedule is left out: Airflow joins only such to data as have times.");
            return assets();
        }
        return new Python.Code(source.from("airflow.timetables.assets", "AssetOrTimeSchedule")
                        .source() + "(timetable=" + timetable.source() + ", assets=" + Python.of(assets()) + ")");
    }

    private Object assets() {
        Python.Code asset = source.from("airflow.sdk", "Asset");
        List<Python.Code> assets = dag.data().consumes().stream()
                .map(name -> new Python.Code(asset.source() + "(" + Python.text(name) + ")"))
                .toList();
        return dag.data().any()
                ? new Python.Code(source.from("airflow.sdk", "AssetAny").source() + "("
                        + assets.stream().map(Python.Code::source).collect(Collectors.joining(", ")) + ")")
                : assets;
    }

    private Object times() {
        DagSchedule schedule = dag.schedule();
        String text = schedule.text() == null ? "" : schedule.text();
        return switch (Schedules.kind(schedule.timetable())) {
            case INTERVAL -> cron("CronDataIntervalTimetable", Schedules.cron(text));
            case TRIGGER -> cron("CronTriggerTimetable", Schedules.cron(text));
            case EVERY -> {
                source.from("datetime", "timedelta");
                yield new Python.Code(source.from("airflow.timetables.interval", "DeltaDataIntervalTimetable")
                                .source()
                        + "(" + Python.of(Schedules.length(schedule.timetable())) + ")");
            }
            case ONCE -> "@once";
            case CONTINUOUS -> "@continuous";
            case NONE -> new Python.Code("None");
        };
    }

    private Python.Code cron(String timetable, String expression) {
        String module = timetable.contains("Trigger") ? "airflow.timetables.trigger" : "airflow.timetables.interval";
        return new Python.Code(source.from(module, timetable).source() + "(" + Python.text(expression) + ", timezone="
                + Python.text(dag.schedule().zone().getId()) + ")");
    }

    private @Nullable Object date(@Nullable Instant instant) {
        if (instant == null) {
            return null;
        }
        source.from("pendulum", "datetime");
        LocalDateTime local = LocalDateTime.ofInstant(instant, dag.schedule().zone());
        String zone = dag.schedule().zone().getId();
        // Wall clock and zone, since Airflow names a run on the start date by the start date's own offset.
        return new Python.Code("datetime(%d, %d, %d, %d, %d, %d, tz=%s)"
                .formatted(
                        local.getYear(),
                        local.getMonthValue(),
                        local.getDayOfMonth(),
                        local.getHour(),
                        local.getMinute(),
                        local.getSecond(),
                        Python.text(zone)));
    }
}
