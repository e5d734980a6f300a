package dev.orrery.dag;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import dev.orrery.dag.template.RunContext;
import dev.orrery.dag.template.TemplateException;
import dev.orrery.dag.template.Templates;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Renders every template once with a made-up run, so that a typo is found before the first real one. */
final class TemplateCheck {
    private static final DataInterval SAMPLE =
            new DataInterval(Instant.parse("2024-02-28T00:00:00Z"), Instant.parse("2024-02-29T00:00:00Z"));

    private final Findings findings;
    private final Templates templates = new Templates();
    private final Set<String> seen = new HashSet<>();

    TemplateCheck(Findings findings) {
        this.findings = findings;
    }

    void check(DagSpec dag) {
        for (TaskSpec task : dag.tasks()) {
            RunContext context =
                    dag.context(task, 1, new RunId("scheduled__2024-02-29T00:00:00+00:00"), SAMPLE, Map.of());
            task.parameters().forEach((name, value) -> {
                Integer line = task.lines().parameters().get(name);
                try {
                    templates.renderValue(value, context);
                } catch (TemplateException e) {
                    // A parameter of the dag is met once for each task.
                    if (seen.add(line + " " + e.getMessage())) {
                        findings.error(
                                line, path(task, name), "the parameter '" + name + "': " + e.getMessage(), e.remedy());
                    }
                }
            });
        }
    }

    private static String path(TaskSpec task, String name) {
        return "tasks." + task.taskId() + ".parameters." + name;
    }
}
