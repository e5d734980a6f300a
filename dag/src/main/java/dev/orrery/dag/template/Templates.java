package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders templates with what a run knows. Thread-safe; text without a template in it costs nothing. */
public final class Templates {
    /**
     * The template with the run's values in it.
     *
     * @throws TemplateException where it has a syntax error, names what is not there, or grows beyond its limits
     */
    public String render(String template, RunContext context) {
        return isTemplate(template) ? Holder.ENGINE.renderWith(Names.of(context), template) : template;
    }

    /** Made at the first template: Jinjava takes a noticeable time to start. */
    private static final class Holder {
        static final Engine ENGINE = new Engine();
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

    static boolean isTemplate(String text) {
        return text.contains("{{") || text.contains("{%") || text.contains("{#");
    }
}
