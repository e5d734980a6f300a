package dev.orrery.dag.template;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's tuple: a list that cannot be changed and is written with round brackets. */
class PyTuple extends AbstractList<@Nullable Object> {
    private final List<@Nullable Object> items;

    PyTuple(List<? extends @Nullable Object> items) {
        this.items = new ArrayList<>(items);
    }

    static PyTuple of(@Nullable Object... items) {
        return new PyTuple(Arrays.asList(items));
    }

    @Override
    public @Nullable Object get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }
}
