package dev.orrery.dag.template;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value of the template language that has attributes and methods; templates can reach these and nothing else. */
interface PyObject {
    /** What messages call it, such as "a date". */
    String kind();

    /** The attributes' and methods' names, for messages. */
    Collection<String> names();

    /** The attribute; empty where there is none of the name. An attribute that is None is {@link None}. */
    Optional<Object> attribute(String name);

    /** The method's result. */
    @Nullable
    Object call(String method, Arguments arguments);

    /** What to do where it has no attribute of a name. */
    default String remedy(String name) {
        return Unknown.remedy(name, names());
    }

    /** As Python's str() has it. */
    String str();

    /** As Python's repr() has it. */
    default String repr() {
        return str();
    }

    /** Python's truth of it. */
    default boolean truth() {
        return true;
    }

    /** Stands for Python's None where a null cannot. */
    enum None {
        NONE
    }
}
