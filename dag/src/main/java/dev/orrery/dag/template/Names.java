package dev.orrery.dag.template;

import dev.orrery.dag.schedule.DataInterval;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The names that a template can use, as Airflow has them. */
final class Names {
    private Names() {}

    static Map<String, Object> of(RunContext context) {
        RunContext.Run run = context.run();
        Instant logical = run.interval().logicalDate();
        Map<String, Object> names = new LinkedHashMap<>();
        dates(names, logical, run);
        names.put("run_id", run.runId().value());
        names.put("params", params(context));
        names.put("macros", Macros.of(run.runId() + "/" + context.task().taskId(), context.runTime()));
        names.put("dag", dag(context.dag()));
        names.put("dag_run", dagRun(context));
        RunTimeNames later = new RunTimeNames(context.runTime());
        later.addTo(names);
        PyNamespace instance = taskInstance(context, later);
        names.put("task_instance", instance);
        names.put("ti", instance);
        names.put(
                "task",
                new PyNamespace(
                        "task",
                        Map.of(
                                "task_id",
                                context.task().taskId(),
                                "owner",
                                context.dag().owner())));
        names.put(
                "task_instance_key_str",
                context.dag().dagId() + "__" + context.task().taskId() + "__"
                        + ds(logical).replace("-", ""));
        names.put("test_mode", false);
        names.put("map_index", index(context));
        RunContext.Mapped mapped = context.task().mapped();
        if (mapped != null) {
            Object item = PyValues.of(mapped.item());
            names.put("item", item == null ? PyObject.None.NONE : item);
        }
        return names;
    }

    private static Object params(RunContext context) {
        return Objects.requireNonNull(PyValues.of(context.params()));
    }

    private static void dates(Map<String, Object> names, Instant logical, RunContext.Run run) {
        PyDateTime date = PyDateTime.utc(logical);
        DataInterval interval = run.interval();
        names.put("logical_date", date);
        names.put("execution_date", date);
        names.put("data_interval_start", PyDateTime.utc(interval.start()));
        names.put("data_interval_end", PyDateTime.utc(interval.end()));
        names.put("ts", date.isoformat());
        names.put("ts_nodash", Strftime.format(date.time(), false, "%Y%m%dT%H%M%S"));
        names.put("ts_nodash_with_tz", date.isoformat().replace("-", "").replace(":", ""));
        day(names, "ds", logical);
        day(names, "yesterday_ds", logical.minus(1, ChronoUnit.DAYS));
        day(names, "tomorrow_ds", logical.plus(1, ChronoUnit.DAYS));
        neighbour(names, "prev_", run.previous());
        neighbour(names, "next_", run.next());
    }

    private static void day(Map<String, Object> names, String name, Instant instant) {
        names.put(name, ds(instant));
        names.put(name + "_nodash", ds(instant).replace("-", ""));
    }

    private static void neighbour(Map<String, Object> names, String prefix, @Nullable Instant instant) {
        if (instant == null) {
            names.put(prefix + "ds", PyObject.None.NONE);
            names.put(prefix + "ds_nodash", PyObject.None.NONE);
            names.put(prefix + "execution_date", PyObject.None.NONE);
        } else {
            day(names, prefix + "ds", instant);
            names.put(prefix + "execution_date", PyDateTime.utc(instant));
        }
    }

    private static String ds(Instant instant) {
        return Strftime.format(PyDateTime.utc(instant).time(), false, "%Y-%m-%d");
    }

    private static PyNamespace dag(RunContext.Dag dag) {
        return new PyNamespace(
                "dag",
                Map.of(
                        "dag_id", dag.dagId(),
                        "owner", dag.owner(),
                        "description", dag.description() == null ? PyObject.None.NONE : dag.description(),
                        "tags", dag.tags(),
                        "timezone", dag.timezone().getId()));
    }

    private static PyNamespace dagRun(RunContext context) {
        RunContext.Run run = context.run();
        PyDateTime logical = PyDateTime.utc(run.interval().logicalDate());
        return new PyNamespace(
                "dag_run",
                Map.of(
                        "dag_id", context.dag().dagId(),
                        "run_id", run.runId().value(),
                        "logical_date", logical,
                        "execution_date", logical,
                        "data_interval_start", PyDateTime.utc(run.interval().start()),
                        "data_interval_end", PyDateTime.utc(run.interval().end()),
                        "run_after", PyDateTime.utc(run.interval().runAfter()),
                        "run_type", run.runId().value().replaceFirst("__.*", ""),
                        "external_trigger", !run.runId().value().startsWith("scheduled__"),
                        "conf", Objects.requireNonNull(PyValues.of(run.conf()))));
    }

    private static long index(RunContext context) {
        RunContext.Mapped mapped = context.task().mapped();
        return mapped == null ? -1L : mapped.index();
    }

    private static PyNamespace taskInstance(RunContext context, RunTimeNames later) {
        return new PyNamespace(
                "task_instance",
                Map.of(
                        "dag_id", context.dag().dagId(),
                        "task_id", context.task().taskId(),
                        "run_id", context.run().runId().value(),
                        "try_number", (long) context.task().tryNumber(),
                        "map_index", index(context)),
                Map.of("xcom_pull", later::pull));
    }
}
