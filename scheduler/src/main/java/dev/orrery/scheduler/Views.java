package dev.orrery.scheduler;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.orrery.dag.schedule.DataInterval;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the API shows, member by member as its description has it. */
final class Views {
    private Views() {}

    /** {@code Dag}. */
    record DagView(
            String dagId,
            @Nullable String description,
            String owner,
            String runAs,
            List<String> tags,
            @Nullable String schedule,
            String scheduleText,
            String timezone,
            boolean paused,
            @Nullable Pause pause,
            String commit,
            Instant deployedAt,
            @Nullable Instant nextRunAt,
            List<RunView> recentRuns) {

        static DagView of(DagHead dag, List<RunView> recentRuns) {
            ShownVersion version = Objects.requireNonNull(dag.shown());
            ShownDag shown = version.shown();
            return new DagView(
                    dag.dagId(),
                    shown.description(),
                    shown.owner(),
                    version.runAs(),
                    shown.tags(),
                    shown.schedule(),
                    shown.scheduleText(),
                    shown.timezone(),
                    dag.paused(),
                    dag.pause(),
                    version.commit(),
                    version.deployedAt(),
                    dag.nextRunAt(),
                    recentRuns);
        }
    }

    /** {@code DagDetail}. */
    record DagDetailView(
            @JsonUnwrapped DagView dag,
            List<DagTaskView> tasks,
            Map<String, @Nullable Object> parameters,
            List<String> files,
            DataView data) {}

    /**
     * What a dag makes and needs.
     *
     * @param any whether one of what it consumes is enough
     */
    record DataView(List<String> produces, boolean any, List<JdbcDataStore.Consumed> consumes) {}

    /** {@code DagTask}. */
    record DagTaskView(String taskId, String notebook, List<String> after) {}

    /** {@code Run}. */
    record RunView(
            String dagId,
            String runId,
            String kind,
            String state,
            Instant logicalDate,
            Instant dataIntervalStart,
            Instant dataIntervalEnd,
            Instant runAfter,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String triggeredBy,
            String commit,
            @Nullable Instant deadlineMissedAt) {
        static RunView of(RunRow run) {
            DataInterval interval = run.interval();
            return new RunView(
                    run.key().dagId(),
                    run.key().runId(),
                    run.kind().text(),
                    run.state().text(),
                    interval.logicalDate(),
                    interval.start(),
                    interval.end(),
                    run.runAfter(),
                    run.createdAt(),
                    run.startedAt(),
                    run.endedAt(),
                    run.triggeredBy(),
                    run.commit(),
                    run.deadlineMissedAt());
        }
    }

    /**
     * {@code ListedRun}.
     *
     * @param tasks null where they were not asked for
     */
    record ListedRunView(
            @JsonUnwrapped RunView run,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<TaskSummary> tasks) {}

    record RunsView(List<ListedRunView> runs, boolean hasMore) {}

    /** {@code RunDetail}. */
    record RunDetailView(
            @JsonUnwrapped RunView run,
            String environment,
            List<JdbcDataStore.Event> sources,
            List<JdbcDataStore.Consequence> consequences,
            List<TaskView> tasks) {}

    /**
     * {@code Task}: a task, or one instance of a task that runs for each of several items.
     *
     * @param mapIndex of an instance, else -1
     * @param item of an instance
     * @param counts of a task with instances: how many there are in each state that one is in; null for any other
     * @param waitsFor in words, of one that has no place yet
     */
    record TaskView(
            String taskId,
            int mapIndex,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Object item,

            @Nullable String group,
            String role,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Map<String, Integer> counts,

            String notebook,
            List<String> after,
            String state,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant nextRetryAt,
            @Nullable String waitsFor,
            List<AttemptView> attempts) {
        static TaskView of(
                TaskRow task,
                @Nullable Object item,
                @Nullable Map<String, Integer> counts,
                @Nullable String waitsFor,
                List<AttemptView> attempts) {
            TaskStatus status = task.status();
            TaskName name = TaskName.of(status.taskId());
            return new TaskView(
                    name.taskId(),
                    name.mapIndex(),
                    item,
                    task.group(),
                    status.role().text(),
                    status.mapping() instanceof Mapping.Each ? counts == null ? Map.of() : counts : null,
                    task.notebook(),
                    status.after(),
                    status.state().text(),
                    task.startedAt(),
                    task.endedAt(),
                    status.nextRetryAt(),
                    waitsFor,
                    attempts);
        }
    }

    /** {@code Instances}. */
    record InstancesView(List<TaskView> instances, boolean hasMore) {}

    /** {@code Attempt}. */
    record AttemptView(
            int attempt,
            String state,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Integer exitCode,
            int cellsDone,
            @Nullable Integer cellsTotal,
            @Nullable AttemptError error) {
        static AttemptView of(AttemptRow attempt) {
            return new AttemptView(
                    attempt.number(),
                    attempt.state().text(),
                    attempt.createdAt(),
                    attempt.startedAt(),
                    attempt.endedAt(),
                    attempt.exitCode(),
                    attempt.cellsDone(),
                    attempt.cellsTotal(),
                    attempt.error());
        }
    }

    /** {@code AttemptDetail}. */
    record AttemptDetailView(
            @JsonUnwrapped AttemptView attempt,
            Map<String, @Nullable Object> parameters,
            boolean hasNotebook,
            List<CellRow> cells,
            Map<String, @Nullable Object> outputs) {}

    /** A part of a log. */
    record LogView(String text, long nextOffset, boolean complete) {}
}
