package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.database.Transaction;
import dev.orrery.scheduler.Views.AttemptDetailView;
import dev.orrery.scheduler.Views.AttemptView;
import dev.orrery.scheduler.Views.DagDetailView;
import dev.orrery.scheduler.Views.DagTaskView;
import dev.orrery.scheduler.Views.DagView;
import dev.orrery.scheduler.Views.DataView;
import dev.orrery.scheduler.Views.InstancesView;
import dev.orrery.scheduler.Views.ListedRunView;
import dev.orrery.scheduler.Views.RunDetailView;
import dev.orrery.scheduler.Views.RunView;
import dev.orrery.scheduler.Views.RunsView;
import dev.orrery.scheduler.Views.TaskView;
import dev.orrery.storage.ObjectStorage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what the API shows, each answer in one snapshot and a fixed number of queries. */
final class Pages {
    private final JdbcSchedulerStore store;
    private final ShownVersions versions;
    private final ObjectStorage storage;

    Pages(JdbcSchedulerStore store, ShownVersions versions, ObjectStorage storage) {
        this.store = store;
        this.versions = versions;
        this.storage = storage;
    }

    DagDetailView dag(String dagId) {
        return store.read(tx -> {
            DagRow dag = find(tx, dagId);
            VersionRow version = store.dags().version(tx, dagId, dag.version()).orElseThrow();
            DagView view = DagList.view(
                    DagHead.of(dag, versions.of(version)), store.history().newest(tx, dagId, DagList.RECENT_RUNS));
            DagSpec spec = versions.spec(version);
            return new DagDetailView(
                    view,
                    spec == null
                            ? List.of()
                            : spec.tasks().stream()
                                    .map(task -> new DagTaskView(
                                            task.taskId(),
                                            task.group(),
                                            task.notebook().orElse(""),
                                            task.start().after()))
                                    .toList(),
                    spec == null ? Map.of() : spec.parameters(),
                    version.files(),
                    data(tx, dagId, spec));
        });
    }

    private DataView data(Transaction tx, String dagId, @Nullable DagSpec spec) {
        List<String> produces = spec == null
                ? List.of()
                : Stream.concat(
                                spec.data().produces().stream(),
                                spec.tasks().stream().flatMap(task -> task.produces().stream()))
                        .distinct()
                        .toList();
        return new DataView(
                produces, spec != null && spec.data().any(), store.data().consumed(tx, dagId));
    }

    RunsView runs(String dagId, int limit, @Nullable String before, boolean withTasks) {
        return store.read(tx -> {
            find(tx, dagId);
            List<RunRow> runs = before == null
                    ? store.history().newest(tx, dagId, limit + 1)
                    : store.history().before(tx, new RunKey(dagId, before), limit + 1);
            List<RunRow> shown = runs.subList(0, Math.min(limit, runs.size()));
            Map<String, List<TaskSummary>> tasks = withTasks
                    ? store.tasks()
                            .summaries(
                                    tx,
                                    dagId,
                                    shown.stream().map(run -> run.key().runId()).toList())
                    : Map.of();
            List<ListedRunView> listed = shown.stream()
                    .map(run -> new ListedRunView(
                            RunView.of(run),
                            withTasks ? tasks.getOrDefault(run.key().runId(), List.of()) : null))
                    .toList();
            return new RunsView(listed, runs.size() > limit);
        });
    }

    RunView run(String dagId, String runId) {
        return store.read(tx -> RunView.of(findRun(tx, new RunKey(dagId, runId))));
    }

    RunDetailView runDetail(String dagId, String runId) {
        return store.read(tx -> {
            RunRow run = findRun(tx, new RunKey(dagId, runId));
            Map<String, List<AttemptView>> attempts = store.attempts().ofRun(tx, run.key()).stream()
                    .collect(Collectors.groupingBy(
                            AttemptRow::taskId, Collectors.mapping(AttemptView::of, Collectors.toList())));
            Map<String, String> waits = new WaitsFor(store).words(tx, run.key());
            Map<String, Map<String, Integer>> counts = store.instances().counts(tx, run.key());
            List<TaskView> tasks = store.tasks().ofRun(tx, run.key()).stream()
                    .filter(task -> !(task.status().mapping() instanceof Mapping.Instance))
                    .map(task -> TaskView.of(
                            task,
                            null,
                            counts.get(task.status().taskId()),
                            waits.get(task.status().taskId()),
                            attempts.getOrDefault(task.status().taskId(), List.of())))
                    .toList();
            return new RunDetailView(
                    RunView.of(run),
                    run.environment(),
                    store.data().sources(tx, run.key()),
                    store.data().consequences(tx, run.key()),
                    tasks);
        });
    }

    InstancesView instances(RunKey key, String taskId, @Nullable TaskState state, int limit, int offset) {
        return store.read(tx -> {
            findRun(tx, key);
            List<JdbcInstanceStore.Instance> found = store.instances().list(tx, key, taskId, state, limit + 1, offset);
            List<JdbcInstanceStore.Instance> shown = found.subList(0, Math.min(limit, found.size()));
            List<String> names =
                    shown.stream().map(one -> one.task().status().taskId()).toList();
            Map<String, List<AttemptView>> attempts = store.attempts().of(tx, key, names).stream()
                    .collect(Collectors.groupingBy(
                            AttemptRow::taskId, Collectors.mapping(AttemptView::of, Collectors.toList())));
            Map<String, String> waits = new WaitsFor(store).words(tx, key);
            List<TaskView> views = shown.stream()
                    .map(one -> TaskView.of(
                            one.task(),
                            one.item(),
                            null,
                            waits.get(one.task().status().taskId()),
                            attempts.getOrDefault(one.task().status().taskId(), List.of())))
                    .toList();
            return new InstancesView(views, found.size() > limit);
        });
    }

    AttemptDetailView attempt(RunKey run, String taskId, int number) {
        AttemptRow attempt = attemptRow(run, taskId, number);
        List<CellRow> cells = store.read(tx -> store.cells().cells(tx, attempt.attemptId()));
        Map<String, @Nullable Object> outputs = store.read(tx -> store.outputs().of(tx, attempt));
        boolean hasNotebook = storage.size(attempt.folder() + "/output.ipynb").isPresent();
        Map<String, @Nullable Object> parameters = attempt.parameters();
        return new AttemptDetailView(
                AttemptView.of(attempt), parameters == null ? Map.of() : parameters, hasNotebook, cells, outputs);
    }

    AttemptRow attemptRow(RunKey run, String taskId, int number) {
        return store.read(tx -> store.attempts().find(tx, run, taskId, number))
                .orElseThrow(() -> SchedulerException.notFound(
                        "The task '" + taskId + "' of the run '" + run + "' has no attempt " + number + "."));
    }

    private DagRow find(Transaction tx, String dagId) {
        return store.dags()
                .find(tx, dagId)
                .orElseThrow(() -> SchedulerException.notFound("There is no dag '" + dagId + "'."));
    }

    private RunRow findRun(Transaction tx, RunKey key) {
        return store.runs()
                .find(tx, key)
                .orElseThrow(() ->
                        SchedulerException.notFound("The dag '" + key.dagId() + "' has no run '" + key.runId() + "'."));
    }
}
