package dev.orrery.scheduler;

import dev.orrery.dag.template.RunTime;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a run's templates can ask for when one of its tasks is about to start. */
final class LiveRunTime implements RunTime {
    private final JdbcSchedulerStore store;
    private final RunRow run;
    private final Instant now;
    private final Reader reader;
    private final ConnectionSource connections;

    /** Reads from the database, in a transaction of its own or in one that is open. */
    interface Reader {
        <T> T read(Function<Transaction, T> work);
    }

    LiveRunTime(JdbcSchedulerStore store, RunRow run, Instant now, Reader reader, ConnectionSource connections) {
        this.store = store;
        this.run = run;
        this.now = now;
        this.reader = reader;
        this.connections = connections;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Optional<String> variable(String name) {
        return reader.read(tx -> store.variables().value(tx, name));
    }

    @Override
    public Optional<Connection> connection(String id) {
        return connections.of(id).map(given -> ShownConnection.of(id, given.shown()));
    }

    @Override
    public Optional<Object> output(String taskId, String name) {
        return reader.read(tx -> store.outputs().find(tx, run.key(), taskId, name));
    }

    @Override
    public Optional<String> state(String taskId) {
        return reader.read(tx -> store.runs().status(tx, run.key()))
                .task(taskId)
                .map(task -> task.state().text());
    }

    @Override
    public List<DataEvent> dataEvents() {
        return reader.read(tx -> store.data().sources(tx, run.key()).stream()
                .map(source -> event(
                        source,
                        store.runs()
                                .find(tx, new RunKey(source.dagId(), source.runId()))
                                .orElseThrow()))
                .toList());
    }

    private static DataEvent event(JdbcDataStore.Event source, RunRow by) {
        return new DataEvent(
                source.name(),
                source.dagId(),
                source.runId(),
                source.taskId(),
                source.at(),
                by.interval().start(),
                by.interval().end());
    }

    @Override
    public Optional<Success> previousSuccess() {
        return reader.read(tx ->
                store.runs().successBefore(tx, run.key().dagId(), run.interval().logicalDate()));
    }
}
