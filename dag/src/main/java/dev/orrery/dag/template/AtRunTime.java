package dev.orrery.dag.template;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value that is not known before its task starts: whatever is done with it ends the render with {@link OnlyAtRunTime}. */
record AtRunTime(String what) implements PyObject {
    private OnlyAtRunTime reason() {
        return new OnlyAtRunTime(what);
    }

    @Override
    public String kind() {
        throw reason();
    }

    @Override
    public Collection<String> names() {
        return List.of();
    }

    @Override
    public Optional<Object> attribute(String name) {
        throw reason();
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        throw reason();
    }

    @Override
    public String str() {
        throw reason();
    }

    @Override
    public boolean truth() {
        throw reason();
    }
}
