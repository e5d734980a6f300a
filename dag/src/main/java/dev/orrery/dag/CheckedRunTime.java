package dev.orrery.dag;

import dev.orrery.dag.template.RunTime;
import dev.orrery.dag.template.TemplateException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a template may ask for at run time: a task's result where that task has ended before. */
record CheckedRunTime(DagSpec dag, TaskSpec task) implements RunTime {
    @Override
    public Instant now() {
        return NOT_YET.now();
    }

    @Override
    public Optional<String> variable(String name) {
        return NOT_YET.variable(name);
    }

    @Override
    public Optional<Connection> connection(String id) {
        return NOT_YET.connection(id);
    }

    @Override
    public Optional<Object> output(String taskId, String name) {
        checkBefore(taskId);
        return NOT_YET.output(taskId, name);
    }

    @Override
    public Optional<String> state(String taskId) {
        checkBefore(taskId);
        return NOT_YET.state(taskId);
    }

    @Override
    public List<DataEvent> dataEvents() {
        return NOT_YET.dataEvents();
    }

    @Override
    public Optional<Success> previousSuccess() {
        return NOT_YET.previousSuccess();
    }

    private void checkBefore(String taskId) {
        Set<String> before = dag.before(task);
        if (!before.contains(taskId)) {
            boolean known = dag.task(taskId).isPresent();
            throw new TemplateException(
                    known
                            ? "'" + taskId + "' does not come before '" + task.taskId() + "', and has no result then"
                            : "there is no task '" + taskId + "'",
                    known
                            ? "Add it to 'after'."
                            : Nearest.to(taskId, before)
                                    .map(near -> "Did you mean '" + near + "'?")
                                    .orElse("Name a task that comes before this one."));
        }
    }
}
