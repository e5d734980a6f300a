package dev.orrery.dag;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import dev.orrery.dag.template.OnlyAtRunTime;
import dev.orrery.dag.template.RunContext;
import dev.orrery.dag.template.TemplateException;
import dev.orrery.dag.template.Templates;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Renders every template once with a made-up run, so that a typo is found before the first real one. */
final class TemplateCheck {
    private static final DataInterval SAMPLE =
            new DataInterval(Instant.parse("2024-02-28T00:00:00Z"), Instant.parse("2024-02-29T00:00:00Z"));
    private static final RunId RUN = new RunId("scheduled__2024-02-29T00:00:00+00:00");

    private final Findings findings;
    private final Templates templates = Templates.forChecks();
    private final Set<String> seen = new HashSet<>();

    TemplateCheck(Findings findings) {
        this.findings = findings;
    }

    void check(DagSpec dag) {
        dag.tasks().forEach(task -> check(dag, task));
    }

    private void check(DagSpec dag, TaskSpec task) {
        RunContext one = context(dag, task, null);
        RunContext context = mapped(dag, task, one);
        String path = "tasks." + task.taskId() + ".";
        task.parameters()
                .forEach((name, value) -> tried(
                        task.lines().parameters().get(name),
                        path + "parameters." + name,
                        "the parameter '" + name + "'",
                        () -> templates.renderValue(value, context)));
        TaskTexts.of(task).forEach((field, text) -> {
            String name = field.replaceFirst("[ .].*", "");
            tried(line(dag, task, name), path + name, "'" + field + "'", () -> templates.render(text, context));
        });
        String when = task.start().when();
        if (when != null) {
            tried(
                    line(dag, task, "when"),
                    path + "when",
                    "'when'",
                    () -> templates.holds(when, task.asksEachInstance() ? context : one));
        }
    }

    /** What an instance sees: the first item, where the items can be told before a run. */
    private RunContext mapped(DagSpec dag, TaskSpec task, RunContext one) {
        if (task.forEach() == null) {
            return one;
        }
        try {
            List<@Nullable Object> items = ForEachItems.of(task, templates, one);
            if (!items.isEmpty()) {
                return context(dag, task, new RunContext.Mapped(0, items.getFirst()));
            }
        } catch (OnlyAtRunTime e) {
            // each use of the item ends the check of its text
        } catch (TemplateException e) {
            add(line(dag, task, "for_each"), "tasks." + task.taskId() + ".for_each", "'for_each'", e);
        }
        return context(dag, task, RunContext.Mapped.later());
    }

    private static RunContext context(DagSpec dag, TaskSpec task, RunContext.@Nullable Mapped mapped) {
        return dag.context(
                task,
                new RunContext.Task(task.taskId(), 1, mapped),
                RUN,
                SAMPLE,
                Map.of(),
                new CheckedRunTime(dag, task));
    }

    private void tried(@Nullable Integer line, String path, String what, Runnable render) {
        try {
            render.run();
        } catch (OnlyAtRunTime e) {
            // nothing wrong up to there
        } catch (TemplateException e) {
            add(line, path, what, e);
        }
    }

    private void add(@Nullable Integer line, String path, String what, TemplateException e) {
        // What stands in the dag is met once for each task.
        if (seen.add(line + " " + e.getMessage())) {
            findings.error(line, path, what + ": " + e.getMessage(), e.remedy());
        }
    }

    private static Integer line(DagSpec dag, TaskSpec task, String field) {
        Integer own = dag.lines().line("tasks." + task.taskId() + "." + field);
        Integer outer = dag.lines().line(field);
        return own != null
                ? own
                : outer != null ? outer : Integer.valueOf(task.lines().task());
    }
}
