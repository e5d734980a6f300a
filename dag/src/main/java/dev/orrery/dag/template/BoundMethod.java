package dev.orrery.dag.template;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Something to call. */
record BoundMethod(String name, Function<Arguments, @Nullable Object> body) {
    @Nullable
    Object call(Arguments arguments) {
        return body.apply(arguments);
    }

    TemplateException notCalled() {
        return new TemplateException("'" + name + "' is a method", "Call it: " + name + "().");
    }
}
