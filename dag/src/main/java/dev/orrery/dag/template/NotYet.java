package dev.orrery.dag.template;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Before a run. */
record NotYet() implements RunTime {
    @Override
    public Instant now() {
        throw new OnlyAtRunTime("the time");
    }

    @Override
    public Optional<String> variable(String name) {
        throw new OnlyAtRunTime("the variable '" + name + "'");
    }

    @Override
    public Optional<Connection> connection(String id) {
        throw new OnlyAtRunTime("the connection '" + id + "'");
    }

    @Override
    public Optional<Object> output(String taskId, String name) {
        throw new OnlyAtRunTime("what the task '" + taskId + "' puts out");
    }

    @Override
    public Optional<String> state(String taskId) {
        throw new OnlyAtRunTime("the state of the task '" + taskId + "'");
    }

    @Override
    public List<DataEvent> dataEvents() {
        throw new OnlyAtRunTime("what starts the run");
    }

    @Override
    public Optional<Success> previousSuccess() {
        throw new OnlyAtRunTime("the run before");
    }
}
