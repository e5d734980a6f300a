package dev.orrery.dag;

import java.util.List;
import java.util.Optional;

/**
 * A field that dag.yml knows. The parser and the JSON Schema both read these tables, so that neither knows a field that the
 * other does not.
 *
 * @param schema the field's JSON Schema without its description
 */
record Field(String name, String schema, boolean required, String description) {
    private static final String TEXT = "{\"type\": \"string\", \"minLength\": 1}";
    private static final String DURATION =
            "{\"type\": [\"string\", \"integer\"], \"examples\": [\"30s\", \"5m\", \"1h30m\"]}";
    private static final String NOTEBOOK = "{\"type\": \"string\", \"pattern\": \"\\\\.ipynb$\"}";
    private static final String PARAMETERS = "{\"type\": [\"object\", \"null\"]}";
    private static final String DATE =
            "{\"type\": \"string\", \"examples\": [\"2024-03-01\", \"2024-03-01T06:30:00\"]}";
    private static final String RESOURCES = "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {"
            + "\"memory\": {\"type\": [\"string\", \"integer\"], \"examples\": [\"2G\", \"512M\"]},"
            + "\"cpus\": {\"type\": \"number\", \"exclusiveMinimum\": 0, \"maximum\": 1024}}}";
    private static final String RETRIES = "{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 100}";

    static final List<Field> OF_DAG = List.of(
            required(
                    "dag_id",
                    "{\"type\": \"string\", \"pattern\": \"^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$\"}",
                    "The dag's name, unique on the platform."),
            required(
                    "owner",
                    TEXT,
                    "Who answers for the dag: a text for people. Its runs have the rights of who pushed it."),
            optional("description", "{\"type\": [\"string\", \"null\"]}", "What the dag is for."),
            optional("tags", "{\"type\": \"array\", \"items\": {\"type\": \"string\"}}", "Words to find the dag by."),
            optional(
                    "start_date",
                    DATE,
                    "The first data interval starts here at the earliest; local time of the timezone."),
            optional("end_date", DATE, "No data interval starts after this; local time of the timezone."),
            optional("timezone", TEXT, "Where the wall clock hangs, such as Europe/Berlin; UTC unless given."),
            optional(
                    "schedule",
                    "{\"type\": [\"string\", \"null\", \"object\"], \"examples\": [\"0 6 * * MON-FRI\", \"@daily\", \"15m\"],"
                            + " \"properties\": {\"every\": {\"type\": \"string\"}}}",
                    "When the dag runs: a cron expression, a preset such as @daily, an interval such as 15m, or none."),
            optional(
                    "schedule_interval",
                    "{\"type\": [\"string\", \"null\", \"object\"]}",
                    "Airflow's older name of schedule."),
            optional(
                    "timetable",
                    "{\"enum\": [\"interval\", \"trigger\"]}",
                    "interval: a run covers the time between two times of the schedule and comes at the second; trigger: it comes at its time."),
            optional(
                    "catchup",
                    "{\"type\": \"boolean\"}",
                    "Whether runs since the start date are made up for; false unless given."),
            optional("notebook_name", NOTEBOOK, "The notebook of a dag of one task."),
            optional("parameters", PARAMETERS, "Parameters of the notebooks; texts may be templates."),
            optional(
                    "tasks",
                    "{\"type\": [\"array\", \"object\"]}",
                    "The tasks: a list with task_id, or a mapping by it."),
            optional("retries", RETRIES, "How many attempts may follow a failed one; 0 unless given."),
            optional("retry_delay", DURATION, "How long to wait before the next attempt; 5m unless given."),
            optional("timeout", DURATION, "How long an attempt may take; no limit unless given."),
            optional(
                    "max_active_runs",
                    "{\"type\": \"integer\", \"minimum\": 1, \"maximum\": 1000}",
                    "How many runs may be under way at a time; 16 unless given."),
            optional(
                    "environment",
                    TEXT,
                    "The environment of packages that the notebooks run in; default unless given."),
            optional("resources", RESOURCES, "What a task may use at the most."));

    static final List<Field> OF_TASK = List.of(
            optional(
                    "task_id",
                    "{\"type\": \"string\", \"pattern\": \"^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$\"}",
                    "The task's name, unique in the dag."),
            required("notebook", NOTEBOOK, "The task's notebook, relative to the dag's folder."),
            optional("parameters", PARAMETERS, "Parameters over those of the dag."),
            optional(
                    "after",
                    "{\"type\": [\"array\", \"string\", \"null\"], \"items\": {\"type\": \"string\"}}",
                    "The tasks that must have ended first."),
            optional(
                    "trigger_rule",
                    triggerRules(),
                    "Which ends of those tasks let this one start; all_success unless given."),
            optional("retries", RETRIES, "Over the dag's."),
            optional("retry_delay", DURATION, "Over the dag's."),
            optional("timeout", DURATION, "Over the dag's."),
            optional("resources", RESOURCES, "Over the dag's."));

    private static String triggerRules() {
        List<String> words = java.util.Arrays.stream(TriggerRule.values())
                .map(rule -> "\"" + rule.word() + "\"")
                .toList();
        return "{\"enum\": [" + String.join(", ", words) + "]}";
    }

    private static Field required(String name, String schema, String description) {
        return new Field(name, schema, true, description);
    }

    private static Field optional(String name, String schema, String description) {
        return new Field(name, schema, false, description);
    }

    static List<String> names(List<Field> fields) {
        return fields.stream().map(Field::name).toList();
    }

    static Optional<Field> find(List<Field> fields, String name) {
        return fields.stream().filter(field -> field.name.equals(name)).findFirst();
    }
}
