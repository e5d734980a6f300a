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

    /** Refuses a name that nothing has, in a branch that no render may take, too. */
    static void check(String template, Map<String, Object> names) {
        UnknownNames.check(TemplateParser.parse(template), names.keySet());
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
