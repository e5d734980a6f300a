package dev.orrery.notebook.diff;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The fingerprints of a sequence's items, made when they are asked for: most items match without. */
final class Fingerprints {
    private final @Nullable Fingerprint[] made;
    private final IntFunction<Fingerprint> maker;

    Fingerprints(int size, IntFunction<Fingerprint> maker) {
        this.made = new Fingerprint[size];
        this.maker = maker;
    }

    Fingerprint get(int index) {
        Fingerprint known = made[index];
        if (known == null) {
            known = maker.apply(index);
            made[index] = known;
        }
        return known;
    }
}
