package dev.orrery.scheduler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Places for many ids in a statement. */
final class Marks {
    private Marks() {}

    /** With the last one again and again up to a power of two: so few statements differ that the database keeps them prepared. */
    static Object[] filled(List<String> ids) {
        List<Object> filled = new ArrayList<>(ids);
        while (filled.size() < size(ids)) {
            filled.add(ids.getLast());
        }
        return filled.toArray();
    }

    static String of(List<String> ids) {
        return String.join(", ", Collections.nCopies(size(ids), "(?)"));
    }

    private static int size(List<String> ids) {
        return ids.size() <= 1 ? ids.size() : Integer.highestOneBit(ids.size() - 1) << 1;
    }
}
