package dev.orrery.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides which slots there should be: none without a reason, each for no longer than its reason lasts. Pure. */
final class SlotPolicy {
    /** How long after an attempt one is kept for the next. */
    static final Duration KEEP = Duration.ofMinutes(10);

    /** How long after an attempt's launch the next slot is begun, so that its start does not slow that attempt. */
    static final Duration REST = Duration.ofSeconds(1);

    /** How long before a timetable's run its slots are begun, and how long after it they are given up. */
    static final Duration LEAD = Duration.ofMinutes(1);

    /** The age at which a slot is replaced. */
    static final Duration OLD = Duration.ofMinutes(30);

    /** How long after a slot's death its kind gets no other. */
    static final Duration AFTER_DEATH = Duration.ofMinutes(1);

    private SlotPolicy() {}

    /** A reason for slots of a kind, from one instant until another. */
    record Want(SlotKey key, int count, Instant from, Instant until) {
        /** After an attempt, somebody who works on a notebook runs it again. */
        static Want afterUse(SlotKey key, Instant used) {
            return new Want(key, 1, used.plus(REST), used.plus(KEEP));
        }

        static Want beforeRun(SlotKey key, int tasks, Instant due) {
            return new Want(key, tasks, due.minus(LEAD), due.plus(LEAD));
        }

        private boolean hasBegun(Instant now) {
            return !now.isBefore(from);
        }

        private boolean isOver(Instant now) {
            return !now.isBefore(until);
        }
    }

    /** A slot that nobody has claimed. */
    record Kept(String id, SlotKey key, Instant startedAt) {
        private boolean isOld(Instant now) {
            return !now.isBefore(startedAt.plus(OLD));
        }
    }

    /**
     * What to do.
     *
     * @param next when to decide again; null where nothing changes by itself
     */
    record Plan(
            List<String> stop,
            List<SlotKey> start,
            @Nullable Instant next) {}

    /**
     * @param wants of the kinds that may have slots at all
     * @param most slots at one time; where more are wanted, the kinds that are wanted longest come first
     */
    static Plan plan(Instant now, List<Want> wants, List<Kept> kept, int most) {
        List<Want> lasting = wants.stream().filter(want -> !want.isOver(now)).toList();
        // What is there already is of use before its time, too.
        Map<SlotKey, Integer> useful = counts(lasting, most);
        Map<SlotKey, Integer> missing =
                counts(lasting.stream().filter(want -> want.hasBegun(now)).toList(), most);
        List<String> stop = new ArrayList<>();
        for (Kept slot : kept.stream()
                .sorted(Comparator.comparing(Kept::startedAt).reversed())
                .toList()) {
            if (useful.getOrDefault(slot.key(), 0) == 0 || slot.isOld(now)) {
                stop.add(slot.id());
            } else {
                useful.merge(slot.key(), -1, Integer::sum);
                missing.computeIfPresent(slot.key(), (_, count) -> count - 1);
            }
        }
        List<SlotKey> start = new ArrayList<>();
        missing.forEach((key, count) -> {
            for (int i = 0; i < count; i++) {
                start.add(key);
            }
        });
        Instant next = Stream.concat(
                        wants.stream().flatMap(want -> Stream.of(want.from(), want.until())),
                        kept.stream().map(slot -> slot.startedAt().plus(OLD)))
                .filter(now::isBefore)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return new Plan(stop, start, next);
    }

    private static Map<SlotKey, Integer> counts(List<Want> wants, int most) {
        Map<SlotKey, Integer> counts = new LinkedHashMap<>();
        wants.stream()
                .sorted(Comparator.comparing(Want::until).reversed())
                .forEach(want -> counts.merge(want.key(), want.count(), Math::max));
        int room = most;
        for (var count : counts.entrySet()) {
            count.setValue(Math.min(room, count.getValue()));
            room -= count.getValue();
        }
        return counts;
    }
}
