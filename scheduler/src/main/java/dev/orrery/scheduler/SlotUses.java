package dev.orrery.scheduler;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which kinds of slots were of use lately, and which have just failed. In memory alone: a server that starts has no reason for slots yet. */
final class SlotUses {
    private final InstantSource clock;
    private final Map<SlotKey, Instant> used = new HashMap<>();
    private final Map<SlotKey, Instant> barred = new HashMap<>();

    SlotUses(InstantSource clock) {
        this.clock = clock;
    }

    /** An attempt of this kind is being launched. */
    synchronized void used(SlotKey key) {
        used.put(key, clock.instant());
    }

    /** A slot of this kind has died by itself: another one at once would, too. */
    synchronized void died(SlotKey key) {
        barred.put(key, clock.instant().plus(SlotPolicy.AFTER_DEATH));
    }

    /** @param current a kind as it is now; null where it cannot be had */
    synchronized List<SlotPolicy.Want> wants(Function<SlotKey, @Nullable SlotKey> current) {
        Instant now = clock.instant();
        used.values().removeIf(at -> at.plus(SlotPolicy.KEEP).isBefore(now));
        return used.entrySet().stream()
                .flatMap(use -> {
                    SlotKey key = current.apply(use.getKey());
                    return key == null ? Stream.empty() : Stream.of(SlotPolicy.Want.afterUse(key, use.getValue()));
                })
                .toList();
    }

    /** The same, but of a kind that has just failed not before it may be tried again. */
    synchronized SlotPolicy.Want allowed(SlotPolicy.Want want) {
        Instant now = clock.instant();
        barred.values().removeIf(until -> !now.isBefore(until));
        Instant until = barred.get(want.key());
        return until == null || until.isBefore(want.from())
                ? want
                : new SlotPolicy.Want(want.key(), want.count(), until, want.until());
    }
}
