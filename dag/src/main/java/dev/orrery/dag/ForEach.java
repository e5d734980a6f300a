package dev.orrery.dag;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a task for each item of a list. Templates see the item and {@code map_index} (from 0).
 *
 * @param as the parameter that gets the item; null where templates take it themselves
 * @param maxParallel how many instances may be under way at a time, from 1; null for no limit of its own
 */
public record ForEach(
        Items items, @Nullable String as, @Nullable Integer maxParallel) {

    /** Where the items come from. */
    public sealed interface Items {
        /** From the file: each item as written; texts in it may be templates. */
        record Listed(List<@Nullable Object> items) implements Items {
            public Listed {
                items = Collections.unmodifiableList(new ArrayList<>(items));
            }
        }

        /** From one template expression that gives a list (or a mapping, whose entries become {@code {key, value}}). */
        record Template(String expression) implements Items {}

        /** From what a task put out at run time under a name; the task is one of those that come before. */
        record Output(String taskId, String name) implements Items {}
    }
}
