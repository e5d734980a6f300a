package dev.orrery.scheduler;

import dev.orrery.dag.DagException;
import dev.orrery.dag.DagSpec;
import dev.orrery.dag.ForEachItems;
import dev.orrery.dag.TaskKind;
import dev.orrery.dag.TaskSpec;
import dev.orrery.dag.WaitFor;
import dev.orrery.dag.schedule.RunId;
import dev.orrery.dag.template.RunContext;
import dev.orrery.dag.template.RunTime;
import dev.orrery.dag.template.Templates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The texts of a task as a run has them. What cannot be rendered is a {@link SchedulerException} that names it. */
final class Rendering {
    private final Templates templates = new Templates();
    private final RunContext context;
    private final TaskSpec task;

    /** @param number of the attempt that is, or would be, made */
    Rendering(DagSpec dag, TaskSpec task, int number, RunRow run, RunTime runTime) {
        this(dag, task, number, run, null, runTime);
    }

    /** @param mapped of which instance; null for a task that has none */
    Rendering(DagSpec dag, TaskSpec task, int number, RunRow run, RunContext.@Nullable Mapped mapped, RunTime runTime) {
        this.task = task;
        this.context = dag.context(
                task,
                new RunContext.Task(task.taskId(), number, mapped),
                new RunId(run.key().runId()),
                run.interval(),
                run.conf(),
                runTime);
    }

    Map<String, @Nullable Object> parameters() {
        Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
        context.params()
                .forEach((name, value) -> rendered.put(
                        name,
                        Rendering.<@Nullable Object>named(
                                "The parameter '" + name + "'", () -> templates.renderValue(value, context))));
        return rendered;
    }

    Orders orders() {
        Map<String, String> environment = new LinkedHashMap<>();
        task.env().forEach((name, text) -> environment.put(name, text("The variable '" + name + "' of 'env'", text)));
        return new Orders(environment, command());
    }

    private @Nullable List<String> command() {
        return switch (task.kind()) {
            case TaskKind.ShellText(String text) -> List.of("bash", "-c", text("The command", text));
            case TaskKind.Arguments(List<String> words) -> {
                List<String> rendered = new ArrayList<>();
                words.forEach(word -> rendered.add(text("The command", word)));
                yield rendered;
            }
            case TaskKind.SqlCheck check -> Checks.sql(check, text("The query of 'sql_check'", check.query()));
            case TaskKind.Wait(WaitFor.TableFresh fresh, Duration every, boolean _) ->
                Checks.fresh(
                        fresh,
                        text("The table of 'wait_for'", fresh.table()),
                        text("The column of 'wait_for'", fresh.column()),
                        every);
            case TaskKind.Notebook _, TaskKind.Wait _ -> null;
        };
    }

    /** The items that the task runs for. */
    List<@Nullable Object> items() {
        return named("'for_each'", () -> ForEachItems.of(task, templates, context));
    }

    /** Whether a condition holds. */
    boolean holds(String condition) {
        return named("The condition 'when'", () -> templates.holds(condition, context));
    }

    String text(String what, String template) {
        return named(what, () -> templates.render(template, context));
    }

    private static <T extends @Nullable Object> T named(String what, Supplier<T> render) {
        try {
            return render.get();
        } catch (DagException e) {
            throw new SchedulerException(
                    SchedulerException.Code.INVALID,
                    what + " cannot be rendered: " + e.getMessage() + " " + e.remedy(),
                    e);
        }
    }
}
