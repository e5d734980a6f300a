package dev.orrery.dag.template;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a template can ask for that only the platform knows, and only when a task is about to start. Whoever renders earlier
 * uses {@link #NOT_YET}.
 */
public interface RunTime {
    /** Knows nothing yet: each question ends the render with {@link OnlyAtRunTime}. */
    RunTime NOT_YET = new NotYet();

    /** The time at which the template is rendered, for {@code macros.datetime.now()}. */
    Instant now();

    /** The text of a variable, for {@code var}; empty where there is none of the name. */
    Optional<String> variable(String name);

    /** A connection, for {@code conn}; empty where there is none of the id. */
    Optional<Connection> connection(String id);

    /**
     * What a task of this run put out under a name, for {@code tasks} and {@code xcom_pull}: plain values as JSON has them, a
     * list in the order of the items where the task ran for each of several. Empty where it put out nothing of the name.
     */
    Optional<Object> output(String taskId, String name);

    /** The state of a task of this run in Airflow's words, such as {@code success}; empty where the dag has no such task. */
    Optional<String> state(String taskId);

    /** The newest successful run of the dag before this one. */
    Optional<Success> previousSuccess();

    /** What was made anew and started this run, for {@code triggering_asset_events}; empty where something else started it. */
    List<DataEvent> dataEvents();

    /**
     * That a run made data anew.
     *
     * @param name of the data
     * @param taskId null where the whole run made it
     */
    record DataEvent(
            String name,
            String dagId,
            String runId,
            @Nullable String taskId,
            Instant at,
            Instant intervalStart,
            Instant intervalEnd) {}

    /** A successful run; instants. */
    record Success(Instant intervalStart, Instant intervalEnd, Instant started, Instant ended) {}

    /**
     * A connection, without what is secret: a template's text stands in the record of its run.
     *
     * @param type such as {@code postgres}
     */
    record Connection(
            String id,
            String type,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String login,
            @Nullable String schema) {}
}
