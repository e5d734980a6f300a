package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Renders templates with what a run knows. Thread-safe; text without a template in it costs nothing. */
public final class Templates {
    /** One expression and nothing else: no second one begins before its end. */
    private static final Pattern EXPRESSION =
            Pattern.compile("\\s*\\{\\{-?((?:(?!\\}\\}|\\{\\{|\\{%).)*?)-?\\}\\}\\s*", Pattern.DOTALL);

    private enum Use {
        RUN,
        CHECK,
        PREVIEW
    }

    private final Use use;

    public Templates() {
        this(Use.RUN);
    }

    private Templates(Use use) {
        this.use = use;
    }

    /** Leaves a text as it is where it asks for what only a run knows. */
    public static Templates beforeRuns() {
        return new Templates(Use.PREVIEW);
    }

    /** Finds unknown names in branches that are not taken, too. */
    public static Templates forChecks() {
        return new Templates(Use.CHECK);
    }

    /**
     * The template with the run's values in it.
     *
     * @throws TemplateException where it has a syntax error, names what is not there, or grows beyond its limits
     */
    public String render(String template, RunContext context) {
        try {
            return isTemplate(template) ? Engine.render(template, names(template, context)) : plain(template);
        } catch (OnlyAtRunTime e) {
            if (use != Use.PREVIEW) {
                throw e;
            }
            return template;
        }
    }

    /** Renders the strings in {@code parameters}, however deep; other values stay as they are. */
    public Map<String, @Nullable Object> render(Map<String, @Nullable Object> parameters, RunContext context) {
        Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
        parameters.forEach((name, value) -> rendered.put(name, renderValue(value, context)));
        return Collections.unmodifiableMap(rendered);
    }

    /** Renders a value: a text, or the texts in a list or a mapping; any other stays as it is. */
    public @Nullable Object renderValue(@Nullable Object value, RunContext context) {
        return switch (value) {
            case String text -> render(text, context);
            case AtRunTime later -> {
                if (use != Use.PREVIEW) {
                    throw new OnlyAtRunTime(later.what());
                }
                yield "{{ item }}";
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
                map.forEach((key, item) -> rendered.put(String.valueOf(key), renderValue(item, context)));
                yield Collections.unmodifiableMap(rendered);
            }
            case List<?> list -> {
                List<@Nullable Object> rendered = new ArrayList<>();
                list.forEach(item -> rendered.add(renderValue(item, context)));
                yield Collections.unmodifiableList(rendered);
            }
            case null, default -> value;
        };
    }

    /**
     * The value of a text: where it is one expression, such as {@code "{{ params.cities }}"}, what that gives (a list, a number,
     * …; null for None); else the rendered text.
     *
     * @throws TemplateException as {@link #render} does
     */
    public @Nullable Object value(String template, RunContext context) {
        Matcher matcher = EXPRESSION.matcher(template);
        return matcher.matches() ? Engine.evaluate(matcher.group(1), Names.of(context)) : render(template, context);
    }

    /**
     * Whether a condition holds: an expression, with or without its braces, that gives something true as Python sees it, or a
     * template that renders to {@code true} or {@code false}.
     *
     * @throws TemplateException as {@link #render} does, and where the text that comes out is neither
     */
    public boolean holds(String condition, RunContext context) {
        if (!isTemplate(condition)) {
            return PyText.truth(Engine.evaluate(condition, names("{{ " + condition + " }}", context)));
        }
        Object value = value(condition, context);
        if (EXPRESSION.matcher(condition).matches()) {
            return PyText.truth(value);
        }
        return switch (PyText.str(value).strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            case String text ->
                throw new TemplateException(
                        "the condition renders to '" + text + "', which is neither true nor false",
                        "Write one expression, such as {{ params.n > 3 }}.");
        };
    }

    private Map<String, Object> names(String template, RunContext context) {
        Map<String, Object> names = Names.of(context);
        if (use == Use.CHECK) {
            Engine.check(template, names);
        }
        return names;
    }

    /** As Jinja gives a text with nothing to render: without the newline that ends it. */
    private static String plain(String text) {
        String lines =
                text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
        return lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    }

    static boolean isTemplate(String text) {
        return text.contains("{{") || text.contains("{%") || text.contains("{#");
    }
}
