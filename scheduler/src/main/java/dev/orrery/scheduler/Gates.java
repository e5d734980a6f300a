package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.TaskSpec;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Asks the gates of tasks whose rule has come true. */
final class Gates {
    private final JdbcSchedulerStore store;
    private final Specs specs;

    Gates(JdbcSchedulerStore store, Specs specs) {
        this.store = store;
        this.specs = specs;
    }

    Map<String, Answer> ask(Transaction tx, RunKey key, List<String> taskIds, Instant now) {
        RunRow run = store.runs().find(tx, key).orElseThrow();
        RunStatus status = store.runs().status(tx, key);
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (String taskId : taskIds) {
            answers.put(taskId, ask(tx, run, status.task(taskId).orElseThrow(), now));
        }
        return answers;
    }

    private Answer ask(Transaction tx, RunRow run, TaskStatus task, Instant now) {
        try {
            return condition(tx, run, task, now);
        } catch (SchedulerException e) {
            return new Answer.Broken("ConditionUnusable", String.valueOf(e.getMessage()));
        }
    }

    private Answer condition(Transaction tx, RunRow run, TaskStatus task, Instant now) {
        DagSpec dag = specs.of(
                store.dags().version(tx, run.key().dagId(), run.version()).orElseThrow());
        TaskSpec spec = dag.task(task.taskId()).orElseThrow();
        String when = spec.start().when();
        if (when == null) {
            return new Answer.GoOn();
        }
        LiveRunTime.Reader reader = new LiveRunTime.Reader() {
            @Override
            public <T> T read(Function<Transaction, T> work) {
                return work.apply(tx);
            }
        };
        LiveRunTime runTime = new LiveRunTime(store.runs(), run, now, reader);
        Rendering rendering = new Rendering(dag, spec, task.attempts() + 1, run, runTime);
        return rendering.holds(when) ? new Answer.GoOn() : new Answer.Skip();
    }
}
