package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.TaskSpec;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.function.Function;

/** What a run's version of its dag says, within an open transaction. */
final class RunSpecs {
    private final JdbcSchedulerStore store;
    private final Specs specs;

    RunSpecs(JdbcSchedulerStore store, Specs specs) {
        this.store = store;
        this.specs = specs;
    }

    DagSpec of(Transaction tx, RunRow run) {
        String dagId = run.key().dagId();
        return specs.of(
                        dagId,
                        run.version(),
                        () -> store.dags().version(tx, dagId, run.version()).orElseThrow())
                .spec();
    }

    Rendering rendering(Transaction tx, RunRow run, DagSpec dag, TaskSpec task, int number, Instant now) {
        LiveRunTime.Reader reader = new LiveRunTime.Reader() {
            @Override
            public <T> T read(Function<Transaction, T> work) {
                return work.apply(tx);
            }
        };
        return new Rendering(dag, task, number, run, new LiveRunTime(store.runs(), run, now, reader));
    }
}
