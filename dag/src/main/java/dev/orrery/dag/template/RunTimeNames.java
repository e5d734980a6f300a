package dev.orrery.dag.template;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The names whose values only the platform knows: var, conn, tasks, xcom_pull, the run before. */
final class RunTimeNames {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String NO_VARIABLE = "An admin makes it with 'orrery variable set'.";
    private static final String NO_CONNECTION = "An admin makes it with 'orrery connection set'.";
    private static final String NO_OUTPUT = "The task puts it out with toolbox.put, and has to come before this one.";

    private final RunTime runTime;

    RunTimeNames(RunTime runTime) {
        this.runTime = runTime;
    }

    void addTo(Map<String, Object> names) {
        names.put(
                "var",
                new PyNamespace(
                        "var",
                        Map.of(
                                "value",
                                new Lookup(
                                        "var.value",
                                        NO_VARIABLE,
                                        name -> runTime.variable(name).map(text -> (Object) text)),
                                "json",
                                new Lookup(
                                        "var.json",
                                        NO_VARIABLE,
                                        name -> runTime.variable(name).map(RunTimeNames::json)))));
        names.put(
                "conn",
                new Lookup("conn", NO_CONNECTION, id -> runTime.connection(id).map(PyConnection::of)));
        names.put("tasks", new Lookup("tasks", NO_OUTPUT, task -> Optional.of(result(task))));
        names.put("triggering_asset_events", new Later(this::events));
        names.put("prev_data_interval_start_success", new Later(() -> success(RunTime.Success::intervalStart)));
        names.put("prev_data_interval_end_success", new Later(() -> success(RunTime.Success::intervalEnd)));
        names.put("prev_start_date_success", new Later(() -> success(RunTime.Success::started)));
        names.put("prev_end_date_success", new Later(() -> success(RunTime.Success::ended)));
    }

    /** {@code ti.xcom_pull(task_ids=None, dag_id=None, key='return_value')}. */
    @Nullable
    Object pull(Arguments args) {
        String key = args.text(2, "key", "return_value");
        return switch (args.value(0, "task_ids", null)) {
            case String task -> PyValues.of(runTime.output(task, key).orElse(null));
            case Collection<?> tasks -> {
                List<@Nullable Object> outputs = new ArrayList<>();
                tasks.forEach(task ->
                        outputs.add(runTime.output(PyText.str(task), key).orElse(null)));
                yield outputs;
            }
            case null, default -> throw args.wrong("task_ids", "a task's id or a list of them");
        };
    }

    private Object result(String task) {
        return new Lookup("tasks." + task, NO_OUTPUT, member -> switch (member) {
            case "output" ->
                Optional.of(new Lookup(
                        "tasks." + task + ".output",
                        NO_OUTPUT,
                        name -> runTime.output(task, name).map(value -> PyValues.of(value))));
            case "state" -> runTime.state(task).map(state -> (Object) state);
            default -> Optional.empty();
        });
    }

    /** A list by the name of the data, as Airflow has it. */
    private Object events() {
        Map<String, List<Object>> byName = new LinkedHashMap<>();
        for (RunTime.DataEvent event : runTime.dataEvents()) {
            byName.computeIfAbsent(event.name(), name -> new ArrayList<>()).add(event(event));
        }
        return byName;
    }

    private static Object event(RunTime.DataEvent event) {
        PyDateTime start = PyDateTime.utc(event.intervalStart());
        PyNamespace run = new PyNamespace(
                "source_dag_run",
                Map.of(
                        "dag_id", event.dagId(),
                        "run_id", event.runId(),
                        "logical_date", start,
                        "data_interval_start", start,
                        "data_interval_end", PyDateTime.utc(event.intervalEnd())));
        return new PyNamespace(
                "event",
                Map.of(
                        "source_dag_id", event.dagId(),
                        "source_run_id", event.runId(),
                        "source_task_id", event.taskId() == null ? PyObject.None.NONE : event.taskId(),
                        "source_map_index", -1L,
                        "source_dag_run", run,
                        "timestamp", PyDateTime.utc(event.at()),
                        "extra", Map.of()));
    }

    private Object success(Function<RunTime.Success, Instant> part) {
        return runTime.previousSuccess()
                .map(run -> (Object) PyDateTime.utc(part.apply(run)))
                .orElse(PyObject.None.NONE);
    }

    private static Object json(String text) {
        Object value = parsed(text);
        return value == null ? PyObject.None.NONE : value;
    }

    static @Nullable Object parsed(String text) {
        try {
            return PyValues.of(JSON.readValue(text, Object.class));
        } catch (JacksonException e) {
            throw new TemplateException("the text is no JSON: " + e.getOriginalMessage(), "Check the text.");
        }
    }

    static Object jsonOr(@Nullable String text, Object otherwise) {
        try {
            return text == null || text.isBlank() ? otherwise : json(text);
        } catch (TemplateException e) {
            return otherwise;
        }
    }

    /**
     * Values by a name that is looked up when it is asked for.
     *
     * @param remedy where there is none of the name
     */
    record Lookup(String name, String remedy, Function<String, Optional<Object>> find) implements PyObject {
        @Override
        public String kind() {
            return "'" + name + "'";
        }

        @Override
        public Collection<String> names() {
            return List.of("get");
        }

        @Override
        public String remedy(String attribute) {
            return remedy;
        }

        @Override
        public Optional<Object> attribute(String attribute) {
            // Looked up before each call; a variable of this name can be had by get('get').
            return attribute.equals("get") ? Optional.empty() : find.apply(attribute);
        }

        @Override
        public @Nullable Object call(String method, Arguments arguments) {
            if (!method.equals("get")) {
                throw Unknown.method(this, method);
            }
            String wanted = arguments.text(0, "key");
            Optional<Object> found = find.apply(wanted);
            return found.isPresent() || arguments.has(1, "default_var") || arguments.has(1, "default")
                    ? found.orElseGet(() -> otherwise(arguments))
                    : null;
        }

        private static Object otherwise(Arguments arguments) {
            Object value = arguments.named().containsKey("default")
                    ? arguments.value(1, "default")
                    : arguments.value(1, "default_var", null);
            return value == null ? PyObject.None.NONE : value;
        }

        @Override
        public String str() {
            return "<" + name + ">";
        }
    }

    /** A name whose value is found when a template names it. */
    record Later(Supplier<Object> value) {}
}
