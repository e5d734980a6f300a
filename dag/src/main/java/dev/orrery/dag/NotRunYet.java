package dev.orrery.dag;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a dag.yml can say that the scheduler does not do. This is the one list: whoever makes the scheduler do it removes the
 * line, and such dags can be deployed.
 */
public final class NotRunYet {
    private static final List<OfTask> OF_TASKS = List.of(
            new OfTask("sql_check", task -> task.kind() instanceof TaskKind.SqlCheck),
            new OfTask("wait_for", task -> waitsFor(task, WaitFor.FileThere.class)),
            new OfTask("wait_for", task -> waitsFor(task, WaitFor.ObjectThere.class)),
            new OfTask("wait_for", task -> waitsFor(task, WaitFor.TableFresh.class)));

    private static final List<OfDag> OF_DAGS = List.of();

    private NotRunYet() {}

    private record OfTask(String field, Predicate<TaskSpec> asks) {}

    private record OfDag(String field, Predicate<DagSpec> asks) {}

    /** An error for each thing that {@code dag} asks for and would not get; {@code file} is how findings name dag.yml. */
    public static List<Finding> findings(String file, DagSpec dag) {
        List<Finding> findings = new ArrayList<>();
        for (OfDag item : OF_DAGS) {
            if (item.asks.test(dag)) {
                findings.add(finding(file, dag.lines().line(item.field), item.field, item.field));
            }
        }
        for (TaskSpec task : dag.tasks()) {
            for (OfTask item : OF_TASKS) {
                if (item.asks.test(task)) {
                    findings.add(finding(file, dag, task, item.field));
                }
            }
        }
        // A field of the dag is met once for each task.
        return findings.stream().distinct().toList();
    }

    /** Where the task says it, or else its group, or else the dag. */
    private static Finding finding(String file, DagSpec dag, TaskSpec task, String field) {
        String own = "tasks." + task.taskId() + "." + field;
        String path = Stream.of(own, "groups." + task.group() + "." + field, field)
                .filter(at -> dag.lines().line(at) != null)
                .findFirst()
                .orElse(own);
        Integer line = dag.lines().line(path);
        return finding(file, line == null ? Integer.valueOf(task.lines().task()) : line, path, field);
    }

    private static boolean waitsFor(TaskSpec task, Class<? extends WaitFor> what) {
        return task.kind() instanceof TaskKind.Wait wait && what.isInstance(wait.what());
    }

    private static Finding finding(String file, @Nullable Integer line, String path, String field) {
        return new Finding(
                file,
                line,
                path,
                "'" + field + "' is not run yet by this version",
                "Remove it, or wait for a version that runs it.",
                Finding.Severity.ERROR);
    }
}
