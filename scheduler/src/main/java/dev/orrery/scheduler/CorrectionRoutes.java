package dev.orrery.scheduler;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The API for clearing tasks, and for marking how they are to be taken. */
public final class CorrectionRoutes {
    private static final String DAG = "/api/v1/dags/{dag_id}";

    private final Corrections corrections;
    private final Backfills backfills;

    public CorrectionRoutes(Scheduler scheduler) {
        this.corrections = scheduler.corrections();
        this.backfills = scheduler.backfills();
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post(DAG + "/clear", Scope.WRITE_RUNS, this::clear),
                Endpoint.post(DAG + "/mark", Scope.WRITE_RUNS, this::mark));
    }

    private record Body(
            @Nullable List<String> runIds,
            @Nullable String from,
            @Nullable String to,
            @Nullable List<String> taskIds,
            @Nullable List<Integer> mapIndexes,
            @Nullable Boolean upstream,
            @Nullable Boolean downstream,
            @Nullable Boolean onlyFailed,
            @Nullable String state,
            @Nullable Boolean runOnLatestVersion,
            @Nullable Boolean dryRun) {
        RunSelection runs(ZoneId zone) {
            if (runIds != null && (from != null || to != null)) {
                throw BackfillPlan.invalid("Give 'run_ids', or 'from' and 'to', not both.");
            }
            if (runIds != null) {
                return new RunSelection.Named(runIds);
            }
            if (from == null && to == null) {
                throw BackfillPlan.invalid("Say which runs: 'run_ids', or the logical dates 'from' and 'to'.");
            }
            return new RunSelection.Dated(
                    from == null ? null : LogicalDate.first(from, zone),
                    to == null ? null : LogicalDate.last(to, zone));
        }

        TaskSelection tasks() {
            return new TaskSelection(
                    names(),
                    Boolean.TRUE.equals(upstream),
                    Boolean.TRUE.equals(downstream),
                    Boolean.TRUE.equals(onlyFailed));
        }

        private List<String> names() {
            List<String> tasks = taskIds == null ? List.of() : taskIds;
            if (mapIndexes == null) {
                return tasks;
            }
            if (tasks.size() != 1 || mapIndexes.isEmpty()) {
                throw BackfillPlan.invalid("'map_indexes' are of one task: give it alone in 'task_ids'.");
            }
            return mapIndexes.stream()
                    .map(index -> new TaskName(tasks.getFirst(), Math.max(0, index)).text())
                    .toList();
        }

        boolean isDryRun() {
            return Boolean.TRUE.equals(dryRun);
        }
    }

    private void clear(Exchange exchange) {
        Body body = exchange.body(Body.class);
        String dagId = exchange.path("dag_id");
        RunSelection runs = body.runs(zone(exchange));
        answer(
                exchange,
                Boolean.TRUE.equals(body.runOnLatestVersion())
                        ? corrections.clearOnLatestVersion(dagId, runs, body.tasks(), body.isDryRun())
                        : corrections.clear(dagId, runs, body.tasks(), body.isDryRun()));
    }

    private void mark(Exchange exchange) {
        Body body = exchange.body(Body.class);
        answer(
                exchange,
                corrections.mark(
                        exchange.path("dag_id"),
                        body.runs(zone(exchange)),
                        body.tasks(),
                        stateOf(body.state()),
                        body.isDryRun()));
    }

    private ZoneId zone(Exchange exchange) {
        return backfills.zone(exchange.path("dag_id"));
    }

    private static TaskState stateOf(@Nullable String text) {
        return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
            case "success" -> TaskState.SUCCESS;
            case "failed" -> TaskState.FAILED;
            case "skipped" -> TaskState.SKIPPED;
            default -> throw BackfillPlan.invalid("'state' may be success, failed or skipped.");
        };
    }

    private static void answer(Exchange exchange, List<Corrections.Affected> affected) {
        exchange.json(200, new AffectedView(affected.stream().map(TaskView::of).toList()));
    }

    private record AffectedView(List<TaskView> tasks) {}

    /** @param mapIndex of an instance, else -1 */
    private record TaskView(String runId, String taskId, int mapIndex, String state) {
        static TaskView of(Corrections.Affected one) {
            TaskName name = TaskName.of(one.taskId());
            return new TaskView(
                    one.runId(), name.taskId(), name.mapIndex(), one.state().text());
        }
    }
}
