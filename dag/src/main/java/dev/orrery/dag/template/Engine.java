package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Jinja 3 as Airflow sets it up: sandboxed, undefined names are errors, no files. Bounded in output, steps and depth. Its
 * judges are Airflow's own answers, which stand among the tests.
 */
final class Engine {
    private Engine() {}

    static String render(String template, Map<String, Object> names) {
        return render(template, names, _ -> {});
    }

    /**
     * Refuses a name that nothing has, in a branch that no render may take, too; and in a template of expressions alone what is wrong
     * with one of them behind one whose value only a run knows.
     */
    static void check(String template, Map<String, Object> names) {
        List<Node> nodes = TemplateParser.parse(template);
        UnknownNames.check(nodes, names.keySet());
        if (nodes.stream().allMatch(node -> node instanceof Node.Text || node instanceof Node.Print)) {
            for (Node node : nodes) {
                try {
                    new Renderer(names, _ -> {}).render(List.of(node));
                } catch (OnlyAtRunTime e) {
                    // nothing wrong with this one
                }
            }
        }
    }

    /** The value of an expression. */
    static @Nullable Object evaluate(String expression, Map<String, Object> names) {
        List<@Nullable Object> values = new ArrayList<>();
        render("{{ " + expression + " }}", names, values::add);
        return values.isEmpty() ? null : values.getFirst();
    }

    private static String render(String template, Map<String, Object> names, Consumer<@Nullable Object> printed) {
        try {
            return new Renderer(names, printed).render(TemplateParser.parse(template));
        } catch (StackOverflowError e) {
            throw new TemplateException("the template is nested too deep", "Simplify it.");
        }
    }
}
