package dev.orrery.dag;

import dev.orrery.dag.template.RunContext;
import dev.orrery.dag.template.TemplateException;
import dev.orrery.dag.template.Templates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The items that a task runs for, in their order. */
public final class ForEachItems {
    private ForEachItems() {}

    /**
     * The items in a run; at most {@value ForEachReader#MOST_ITEMS}. A mapping gives {@code {key, value}} for each of its entries.
     *
     * @param context of the task itself, not of an instance
     * @throws TemplateException where they cannot be told, are none of a list, or are too many; in a context before the run
     *     {@link dev.orrery.dag.template.OnlyAtRunTime} where only the run can tell
     */
    public static List<@Nullable Object> of(TaskSpec task, Templates templates, RunContext context) {
        ForEach forEach = task.forEach();
        if (forEach == null) {
            throw new IllegalArgumentException("the task '" + task.taskId() + "' has no for_each");
        }
        Object value = switch (forEach.items()) {
            case ForEach.Items.Listed(var items) -> templates.renderValue(items, context);
            case ForEach.Items.Template(String expression) -> templates.value(expression, context);
            case ForEach.Items.Output(String taskId, String name) -> output(context, taskId, name);
        };
        List<@Nullable Object> items = switch (value) {
            case List<?> list -> new ArrayList<@Nullable Object>(list);
            case Map<?, ?> map -> entries(map);
            case null, default ->
                throw new TemplateException(
                        "for_each of the task '" + task.taskId() + "' gives no list",
                        "Let it give a list or a mapping.");
        };
        if (items.size() > ForEachReader.MOST_ITEMS) {
            throw new TemplateException(
                    "for_each of the task '" + task.taskId() + "' gives " + items.size() + " items",
                    "Put several into one; " + ForEachReader.MOST_ITEMS + " are the most.");
        }
        return items;
    }

    private static Object output(RunContext context, String taskId, String name) {
        Optional<Object> output = context.runTime().output(taskId, name);
        return output.orElseThrow(() -> new TemplateException(
                "the task '" + taskId + "' put out no '" + name + "'",
                "Call toolbox.put(\"" + name + "\", …) in it, with a list."));
    }

    private static List<@Nullable Object> entries(Map<?, ?> map) {
        List<@Nullable Object> entries = new ArrayList<>();
        map.forEach((key, value) -> {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("key", key);
            entry.put("value", value);
            entries.add(entry);
        });
        return entries;
    }
}
