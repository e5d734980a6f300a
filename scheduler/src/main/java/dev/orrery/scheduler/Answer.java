package dev.orrery.scheduler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the asking of a task's gates came to. */
sealed interface Answer {
    /** Nothing keeps it. */
    record GoOn() implements Answer {}

    /** It runs for each of these items. */
    record Expand(List<@Nullable Object> items) implements Answer {
        public Expand {
            items = Collections.unmodifiableList(new ArrayList<>(items));
        }
    }

    /** Something keeps it that will be told when it has changed. */
    record NotYet() implements Answer {}

    /** It is not to run in this run. */
    record Skip() implements Answer {}

    /**
     * Its gates cannot be asked, and trying again would not change it.
     *
     * @param message what is wrong, and what to do
     */
    record Broken(String name, String message) implements Answer {}
}
