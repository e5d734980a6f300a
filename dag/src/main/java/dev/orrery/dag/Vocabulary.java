package dev.orrery.dag;

import static dev.orrery.dag.Field.optional;
import static dev.orrery.dag.Field.required;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The fields of dag.yml. */
final class Vocabulary {
    /** What a dag, a group and a task can give; the inner one wins. */
    static final List<Field> SHARED = List.of(
            optional("parameters", FieldTypes.MAPPING_OR_NULL, "Parameters of the notebooks; texts may be templates."),
            optional(
                    "env",
                    FieldTypes.MAPPING_OR_NULL,
                    "Environment variables of the processes; texts may be templates."),
            optional("retries", FieldTypes.whole(0, 100), "How many attempts may follow a failed one; 0 unless given."),
            optional("retry_delay", FieldTypes.DURATION, "How long to wait before the next attempt; 5m unless given."),
            optional(
                    "exponential",
                    "{\"type\": [\"boolean\", \"number\"], \"minimum\": 1, \"maximum\": 10}",
                    "Whether each delay is twice the one before, or by which factor it is longer; false unless given."),
            optional("max_retry_delay", FieldTypes.DURATION, "No delay is longer than this; 1d unless given."),
            optional(
                    "retry_jitter",
                    FieldTypes.number(0, 1),
                    "The share of a delay by which it is made shorter or longer at random; 0 unless given."),
            optional("timeout", FieldTypes.DURATION, "How long an attempt may take; no limit unless given."),
            optional(
                    "pool",
                    FieldTypes.TEXT,
                    "The pool whose slots bound how much is under way; default_pool unless given."),
            optional("pool_slots", FieldTypes.whole(1, 1000), "How many slots of the pool it takes; 1 unless given."),
            optional(
                    "priority_weight",
                    FieldTypes.whole(-1_000_000, 1_000_000),
                    "Who goes first where places are short: the greater; 1 unless given."),
            optional(
                    "depends_on_past",
                    FieldTypes.FLAG,
                    "Whether a task waits until it has succeeded or was skipped in the run before; false unless given."),
            optional(
                    "wait_for_downstream",
                    FieldTypes.FLAG,
                    "depends_on_past, and for the tasks directly behind it in the run before, too; false unless given."),
            optional("resources", FieldTypes.RESOURCES, "What a task may use at the most."));

    static final List<Field> OF_SQL_CHECK = List.of(
            required("connection", FieldTypes.TEXT, "The id of the connection that is asked."),
            required(
                    "query",
                    FieldTypes.TEXT,
                    "The question, a template. Without a bound each value of the first row must be true."),
            optional("min_rows", FieldTypes.whole(0, Integer.MAX_VALUE), "The least number of rows."),
            optional("max_rows", FieldTypes.whole(0, Integer.MAX_VALUE), "The greatest number of rows."),
            optional("min_value", FieldTypes.NUMBER, "The least that the first row's first value may be."),
            optional("max_value", FieldTypes.NUMBER, "The most that the first row's first value may be."));

    static final List<Field> OF_WAIT_FOR = List.of(
            optional(
                    "time",
                    "{\"type\": \"string\", \"examples\": [\"06:30\", \"{{ data_interval_end.add(hours=2) }}\"]}",
                    "A time of day on the day the run is due, or a date and time; a template."),
            optional("delay", FieldTypes.DURATION, "So long after the end of the data interval."),
            optional("file", FieldTypes.TEXT, "A file, until it is there; a template."),
            optional(
                    "object",
                    "{\"type\": \"string\", \"examples\": [\"s3://bucket/{{ ds }}/sales.csv\"]}",
                    "An object of an object storage, until it is there; a template."),
            optional("dag", FieldTypes.ID, "Another dag, until its run of the same logical date has succeeded."),
            optional("task", FieldTypes.ID, "With dag: the task whose success is enough."),
            optional("offset", FieldTypes.DURATION, "With dag: how long before this run's logical date that run's is."),
            optional("table", FieldTypes.TEXT, "A table, until its newest row is young enough; a template."),
            optional("column", FieldTypes.TEXT, "With table: the column with the time of each row."),
            optional("max_age", FieldTypes.DURATION, "With table: how old its newest row may be."),
            optional("connection", FieldTypes.TEXT, "With table and object: the id of the connection."),
            optional("every", FieldTypes.DURATION, "How often to look; 1m unless given."),
            optional(
                    "skip_on_timeout",
                    FieldTypes.FLAG,
                    "Whether the timeout skips the task instead of failing it; false unless given."));

    static final List<Field> OF_FOR_EACH = List.of(
            required(
                    "items",
                    FieldTypes.types("array string", "{{ params.cities }}", "list_cities.cities"),
                    "A list, a template that gives one, or task.name for what a task put out under a name."),
            optional("as", FieldTypes.TEXT, "The parameter that gets the item; templates can use {{ item }}, too."),
            optional(
                    "max_parallel",
                    FieldTypes.whole(1, 10_000),
                    "How many instances may be under way at a time; no limit of its own unless given."));

    static final List<Field> OF_CONSUMES = List.of(
            optional("all", FieldTypes.TEXTS, "A run comes when each of these was made anew."),
            optional("any", FieldTypes.TEXTS, "A run comes as soon as one of these was made anew."));

    static final List<Field> OF_TASK = joined(
            List.of(
                    optional("task_id", FieldTypes.ID, "The task's name, unique in the dag."),
                    optional("notebook", FieldTypes.NOTEBOOK, "Runs this notebook, relative to the dag's folder."),
                    optional(
                            "command",
                            FieldTypes.types("string array", "python clean.py --day {{ ds }}"),
                            "Runs a program: a text for the shell, or a list of program and arguments; templates."),
                    optional("sql_check", FieldTypes.MAPPING, "Asks a database, and fails where the answer is wrong.")
                            .with(OF_SQL_CHECK),
                    optional("wait_for", FieldTypes.MAPPING, "Waits, holding no place.")
                            .with(OF_WAIT_FOR),
                    optional(
                            "after",
                            FieldTypes.TEXTS,
                            "The tasks and groups that must have ended first. In a group, its tasks' own names are enough."),
                    optional(
                            "trigger_rule",
                            FieldTypes.words(Arrays.stream(TriggerRule.values())
                                    .map(TriggerRule::word)
                                    .toArray(String[]::new)),
                            "Which ends of those tasks let this one start; all_success unless given."),
                    optional(
                            "when",
                            FieldTypes.types(
                                    "string boolean", "{{ params.city == 'Oslo' }}", "tasks.load.output.rows > 0"),
                            "A template expression over params, dates and results; where it is false the task is skipped."),
                    optional(
                                    "for_each",
                                    FieldTypes.types(
                                            "array string object", "{{ params.cities }}", "list_cities.cities"),
                                    "Runs the task once for each item: its items, or a mapping of the fields below.")
                            .with(OF_FOR_EACH),
                    optional("setup", FieldTypes.FLAG, "Whether it makes what other tasks need; false unless given."),
                    optional(
                            "teardown",
                            "{\"type\": [\"boolean\", \"string\", \"array\"], \"items\": {\"type\": \"string\"}}",
                            "The setup tasks whose work it takes down, or true: it starts however the tasks before it ended."),
                    optional("produces", FieldTypes.TEXTS, "The names of data that its success has made anew.")),
            SHARED);

    static final List<Field> OF_GROUP = joined(
            List.of(
                    optional("after", FieldTypes.TEXTS, "The tasks and groups before the first tasks of this one."),
                    required(
                            "tasks",
                            FieldTypes.TASKS,
                            "The tasks; their ids get the group's name and a dot before them.")),
            SHARED);

    static final List<Field> OF_DAG = joined(
            List.of(
                    required("dag_id", FieldTypes.ID, "The dag's name, unique on the platform."),
                    required(
                            "owner",
                            FieldTypes.TEXT,
                            "Who answers for the dag: a text for people. Its runs have the rights of who pushed it."),
                    optional("description", "{\"type\": [\"string\", \"null\"]}", "What the dag is for."),
                    optional(
                            "tags",
                            "{\"type\": \"array\", \"items\": {\"type\": \"string\"}}",
                            "Words to find the dag by."),
                    optional(
                            "start_date",
                            FieldTypes.DATE,
                            "The first data interval starts here at the earliest; local time of the timezone."),
                    optional(
                            "end_date",
                            FieldTypes.DATE,
                            "No data interval starts after this; local time of the timezone."),
                    optional(
                            "timezone",
                            FieldTypes.TEXT,
                            "Where the wall clock hangs, such as Europe/Berlin; UTC unless given."),
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
                            FieldTypes.words("interval", "trigger"),
                            "interval: a run covers the time between two times of the schedule and comes at the second; trigger: it comes at its time."),
                    optional(
                            "catchup",
                            FieldTypes.FLAG,
                            "Whether runs since the start date are made up for; false unless given."),
                    optional("notebook_name", FieldTypes.NOTEBOOK, "The notebook of a dag of one task."),
                    optional("tasks", FieldTypes.TASKS, "The tasks: a list with task_id, or a mapping by it."),
                    optional("groups", FieldTypes.MAPPING, "Groups of tasks by their names."),
                    optional(
                                    "consumes",
                                    FieldTypes.types("array string object null", "sales"),
                                    "Names of data: a run comes when each was made anew by the dags and tasks that produce it; a mapping of one of the fields below says whether all must have been, or any.")
                            .with(OF_CONSUMES),
                    optional("produces", FieldTypes.TEXTS, "Names of data that each successful run has made anew."),
                    optional(
                            "max_active_runs",
                            FieldTypes.whole(1, 1000),
                            "How many runs may be under way at a time; 16 unless given."),
                    optional(
                            "max_active_tasks",
                            FieldTypes.whole(1, 10_000),
                            "How many tasks of all runs may be under way at a time; no limit of its own unless given."),
                    optional("run_timeout", FieldTypes.DURATION, "How long a run may take; no limit unless given."),
                    optional(
                            "deadline",
                            FieldTypes.DURATION,
                            "How long after it is due a run should have ended; a miss is recorded, the run goes on."),
                    optional(
                            "environment",
                            FieldTypes.TEXT,
                            "The environment of packages that the notebooks run in; default unless given.")),
            SHARED);

    private Vocabulary() {}

    private static List<Field> joined(List<Field> own, List<Field> shared) {
        return Stream.concat(own.stream(), shared.stream()).toList();
    }
}
