package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.TaskSpec;
import dev.orrery.dag.template.RunContext;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.function.Function;

/** What a run's version of its dag says, within an open transaction. */
final class RunSpecs {
    private final JdbcSchedulerStore store;
    private final Specs specs;
    private final ConnectionSource connections;

    RunSpecs(JdbcSchedulerStore store, Specs specs, ConnectionSource connections) {
        this.store = store;
        this.specs = specs;
        this.connections = connections;
    }

    DagSpec of(Transaction tx, RunRow run) {
        String dagId = run.key().dagId();
        return specs.of(
                        dagId,
                        run.version(),
                        () -> store.dags().version(tx, dagId, run.version()).orElseThrow())
                .spec();
    }

    /** Of a task before its instances, or of one that has none. */
    Rendering rendering(Transaction tx, RunRow run, DagSpec dag, TaskSpec task, int number, Instant now) {
        return new Rendering(dag, task, number, run, runTime(tx, run, now));
    }

    /** @param name the task, or the instance of it */
    Rendering rendering(
            Transaction tx, RunRow run, DagSpec dag, TaskSpec task, TaskName name, int number, Instant now) {
        RunContext.Mapped mapped = store.runs().mapped(tx, run.key(), name);
        return new Rendering(dag, task, number, run, mapped, runTime(tx, run, now));
    }

    private LiveRunTime runTime(Transaction tx, RunRow run, Instant now) {
        LiveRunTime.Reader reader = new LiveRunTime.Reader() {
            @Override
            public <T> T read(Function<Transaction, T> work) {
                return work.apply(tx);
            }
        };
        return new LiveRunTime(store, run, now, reader, connections);
    }
}
