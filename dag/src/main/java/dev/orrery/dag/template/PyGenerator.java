package dev.orrery.dag.template;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What filters such as map give: it can be gone through, and nothing else. */
record PyGenerator(List<@Nullable Object> items) implements Iterable<@Nullable Object> {
    @Override
    public Iterator<@Nullable Object> iterator() {
        return items.iterator();
    }
}
