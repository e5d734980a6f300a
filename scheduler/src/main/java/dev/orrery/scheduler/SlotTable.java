package dev.orrery.scheduler;

import dev.orrery.scheduler.SlotPolicy.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Which slots there are and what became of them, in memory, for many threads: those that wait, those that an attempt has taken. */
final class SlotTable {
    private static final Duration TO_DIE = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    /** Slots whose attempt's runner was not heard of yet. */
    private final Map<String, String> attempts = new HashMap<>();

    private final Set<String> leftovers = new HashSet<>();

    /** One that no attempt has become of yet. */
    private static final class Slot {
        final SlotKey key;
        final Instant startedAt;
        boolean ready;
        boolean taken;

        Slot(SlotKey key, Instant startedAt) {
            this.key = key;
            this.startedAt = startedAt;
        }
    }

    /** A slot that is being started. */
    void add(String slotId, SlotKey key, Instant startedAt) {
        change(() -> slots.put(slotId, new Slot(key, startedAt)));
    }

    boolean contains(String slotId) {
        return locked(() -> slots.containsKey(slotId));
    }

    /** All that no attempt has become of. */
    List<String> ids() {
        return locked(() -> List.copyOf(slots.keySet()));
    }

    /** Those that nobody has taken. */
    List<Kept> kept() {
        return locked(() -> slots.entrySet().stream()
                .filter(slot -> !slot.getValue().taken)
                .map(slot -> new Kept(slot.getKey(), slot.getValue().key, slot.getValue().startedAt))
                .toList());
    }

    /** Takes one of this kind that is ready: no other call gets it. */
    Optional<String> take(SlotKey key) {
        return locked(() -> {
            for (var entry : slots.entrySet()) {
                Slot slot = entry.getValue();
                if (slot.ready && !slot.taken && slot.key.equals(key)) {
                    slot.taken = true;
                    return Optional.of(entry.getKey());
                }
            }
            return Optional.empty();
        });
    }

    /** Nobody is to take it any more: its end is meant. */
    void condemn(String slotId) {
        change(() -> {
            Slot slot = slots.get(slotId);
            if (slot != null) {
                slot.taken = true;
            }
        });
    }

    /** The slot is an attempt's process now, which its runner is to be told. */
    void became(String slotId, String attemptId) {
        change(() -> {
            slots.remove(slotId);
            attempts.put(slotId, attemptId);
        });
    }

    /**
     * The attempt that a slot became, once it has; empty when the time is over. The slot is ready from this call on.
     *
     * @throws SchedulerException when there is no such slot
     */
    Optional<String> awaitAttempt(String slotId, Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!attempts.containsKey(slotId)) {
                Slot slot = slots.get(slotId);
                if (slot == null) {
                    throw SchedulerException.notFound("There is no such slot.");
                }
                slot.ready = true;
                if (left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
            return Optional.ofNullable(attempts.get(slotId));
        } finally {
            lock.unlock();
        }
    }

    /** The runner knows its attempt: which slot it was; empty where it was none, or is known to know already. */
    Optional<String> told(String attemptId) {
        return locked(() -> {
            Optional<String> slotId = attempts.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(attemptId))
                    .map(Map.Entry::getKey)
                    .findFirst();
            slotId.ifPresent(attempts::remove);
            return slotId;
        });
    }

    /**
     * Nothing of the slot runs any more.
     *
     * @param byItself gets its kind where that end was not meant, before anybody sees that it is gone
     */
    void remove(String slotId, Consumer<SlotKey> byItself) {
        change(() -> {
            Slot slot = slots.remove(slotId);
            leftovers.remove(slotId);
            if (slot != null && !slot.taken) {
                byItself.accept(slot.key);
            }
        });
    }

    /** Slots of a server that has died, whose {@link #remove} is to be waited for. */
    void expectEndOf(List<String> slotIds) {
        change(() -> leftovers.addAll(slotIds));
    }

    /** @throws IllegalStateException when it has not ended after ten seconds */
    void awaitEndOf(String slotId) {
        await(() -> !slots.containsKey(slotId), "slot " + slotId);
    }

    /** @throws IllegalStateException as {@link #awaitEndOf} */
    void awaitEndOfAll() {
        await(slots::isEmpty, "all slots");
    }

    /** @throws IllegalStateException as {@link #awaitEndOf} */
    void awaitEndOfLeftovers() {
        await(leftovers::isEmpty, "slots of an earlier server");
    }

    private void await(BooleanSupplier ended, String what) {
        lock.lock();
        try {
            long left = TO_DIE.toNanos();
            while (!ended.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (!ended.getAsBoolean()) {
                throw new IllegalStateException("The end of " + what + " was waited for in vain.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + what + " ended", e);
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable work) {
        lock.lock();
        try {
            work.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
