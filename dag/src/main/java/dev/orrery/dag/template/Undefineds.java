package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The undefined values that one render met. Used by one thread. */
final class Undefineds {
    private final List<Undefined> met = new ArrayList<>();

    Undefined attribute(String kind, String name, Collection<String> known) {
        return add(new Undefined(Unknown.attribute(kind, name, known)));
    }

    Undefined name(String name, Collection<String> known) {
        return add(new Undefined(Unknown.name(name, known)));
    }

    private Undefined add(Undefined undefined) {
        met.add(undefined);
        return undefined;
    }

    /** The first that nothing took care of. */
    Optional<Undefined> unhandled() {
        return met.stream().filter(undefined -> !undefined.isHandled()).findFirst();
    }
}
