package dev.orrery.dag.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What groupby gives: a value and the items that have it; also by the names grouper and list. */
final class PyGroup extends PyTuple {
    PyGroup(@Nullable Object grouper, List<@Nullable Object> items) {
        super(java.util.Arrays.asList(grouper, items));
    }
}
