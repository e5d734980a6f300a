package dev.orrery.identity;

import dev.orrery.http.Problem;
import org.jspecify.annotations.Nullable;

/** Members that a request's body must have. */
final class Fields {
    private Fields() {}

    static String needed(String name, @Nullable String value) {
        if (value == null) {
            throw Problem.badRequest("missing-field", "'" + name + "' is missing.");
        }
        return value;
    }
}
