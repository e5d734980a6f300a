package dev.orrery.scheduler;

import dev.orrery.launch.Launcher;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runners that were started before there was an attempt for them and wait, their kernel being ready. A slot becomes an attempt's
 * process when its workload takes the attempt's id: before that step the attempt has no process, after it the slot is no more,
 * and a server that dies on either side finds it so. Its runner then asks with the slot's token for the attempt's own.
 */
final class Slots {
    static final String PREFIX = "slot-";

    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
    private static final Duration TO_DIE = Duration.ofSeconds(10);

    private final Surroundings surroundings;
    private final WorkFolders folders;
    private final InstantSource clock;
    private final Bell bell = new Bell();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    /** Slots whose attempt's runner was not heard of yet. */
    private final Map<String, String> attempts = new HashMap<>();

    private final SlotUses uses;
    private final Set<String> leftovers = new HashSet<>();

    /** One that no attempt has become of yet. */
    private static final class Slot {
        final String id;
        final SlotKey key;
        final Instant startedAt;
        boolean ready;
        boolean taken;

        Slot(String id, SlotKey key, Instant startedAt) {
            this.id = id;
            this.key = key;
            this.startedAt = startedAt;
        }
    }

    Slots(Surroundings surroundings, WorkFolders folders, InstantSource clock) {
        this.surroundings = surroundings;
        this.folders = folders;
        this.clock = clock;
        this.uses = new SlotUses(clock);
    }

    SlotUses uses() {
        return uses;
    }

    /** Rung when there may be something to keep or to stop. */
    Bell bell() {
        return bell;
    }

    static boolean isSlot(WorkloadId id) {
        return id.value().startsWith(PREFIX);
    }

    /** Takes a slot of this kind that is ready, for the caller to {@link #become} or to {@link #discard}. Notes the use of the kind. */
    Optional<String> take(SlotKey key) {
        uses.used(key);
        lock.lock();
        try {
            for (Slot slot : slots.values()) {
                if (slot.ready && !slot.taken && slot.key.equals(key)) {
                    slot.taken = true;
                    return Optional.of(slot.id);
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Makes a taken slot, whose folders are the attempt's already, the attempt's process; false where it has ended. */
    boolean become(String slotId, String attemptId) {
        if (!surroundings.launcher().rename(new WorkloadId(slotId), Engine.workload(attemptId))) {
            return false;
        }
        LOG.info("{} is attempt {} now", slotId, attemptId);
        claimed(slotId, attemptId);
        return true;
    }

    private void claimed(String slotId, String attemptId) {
        lock.lock();
        try {
            slots.remove(slotId);
            attempts.put(slotId, attemptId);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The attempt that a slot became, once it has; empty when the time is over. */
    Optional<String> await(String slotId, Duration limit) throws InterruptedException {
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

    /** The attempt's runner has its own token: that of the slot is worth nothing any more. */
    void received(String attemptId) {
        String slotId = null;
        lock.lock();
        try {
            for (var entry : attempts.entrySet()) {
                if (entry.getValue().equals(attemptId)) {
                    slotId = entry.getKey();
                }
            }
            if (slotId != null) {
                attempts.remove(slotId);
            }
        } finally {
            lock.unlock();
        }
        if (slotId != null) {
            surroundings.tokens().revoke(slotId);
            bell.ring();
        }
    }

    /** The attempt has ended; before its folders are deleted. */
    void forget(String attemptId) {
        folders.slotOf(attemptId).ifPresent(surroundings.tokens()::revoke);
        received(attemptId);
    }

    /** Starts one; what keeps it from starting is logged. */
    void start(SlotKey key, AttemptWorkloads workloads) {
        String id = PREFIX + Engine.newId();
        lock.lock();
        try {
            slots.put(id, new Slot(id, key, clock.instant()));
        } finally {
            lock.unlock();
        }
        try {
            WorkFolders.Slot folder = folders.makeSlot(id);
            folders.giveFolder(folder.work(), key.account());
            folders.giveFolder(folder.output(), key.account());
            String token = surroundings.tokens().issue(id);
            surroundings
                    .launcher()
                    .start(workloads.slot(new WorkloadId(id), key, token, folder.work(), folder.output()));
            LOG.info(
                    "{} is being made ready for {} in {}",
                    id,
                    key.account(),
                    key.environment().name());
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be started: {}", id, e.toString());
            gone(id);
        }
    }

    /** Ends a slot, and waits until nothing of it runs. Its token is worthless when this returns. */
    void discard(String slotId) {
        stop(slotId);
        await(() -> slots.containsKey(slotId), "slot " + slotId);
    }

    /** Ends a slot and returns at once. */
    void stop(String slotId) {
        surroundings.tokens().revoke(slotId);
        lock.lock();
        try {
            Slot slot = slots.get(slotId);
            if (slot != null) {
                slot.taken = true;
            }
        } finally {
            lock.unlock();
        }
        surroundings.launcher().stop(new WorkloadId(slotId), Duration.ZERO);
    }

    /** Takes the end of any workload; those that are no slots are not its business. */
    void ended(WorkloadId id, WorkloadStatus.Ended end) {
        if (isSlot(id)) {
            LOG.info("{} has ended with exit code {}", id, end.exitCode());
            surroundings.launcher().forget(id);
            gone(id.value());
        }
    }

    private void gone(String slotId) {
        try {
            surroundings.tokens().revoke(slotId);
            folders.delete(slotId);
        } finally {
            lock.lock();
            try {
                Slot slot = slots.remove(slotId);
                if (slot != null && !slot.taken) {
                    uses.died(slot.key);
                }
                leftovers.remove(slotId);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            bell.ring();
        }
    }

    /**
     * Ends what a server that died left waiting, and waits until it is gone. To be called before attempts are launched, whose
     * folders such a slot may have in sight.
     *
     * @param running attempts that have a process
     */
    void recover(List<String> running) {
        Launcher launcher = surroundings.launcher();
        List<WorkloadId> left = launcher.known().stream().filter(Slots::isSlot).toList();
        lock.lock();
        try {
            left.forEach(id -> leftovers.add(id.value()));
            running.forEach(attempt -> folders.slotOf(attempt).ifPresent(slot -> attempts.put(slot, attempt)));
        } finally {
            lock.unlock();
        }
        launcher.onEnd(this::ended);
        left.forEach(id -> stop(id.value()));
        await(() -> !leftovers.isEmpty(), "slots of an earlier server");
        // Also of those that the server died in making: a folder comes first, a token second, a process last.
        folders.slots().forEach(this::gone);
    }

    private void await(BooleanSupplier condition, String what) {
        lock.lock();
        try {
            long left = TO_DIE.toNanos();
            while (condition.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (condition.getAsBoolean()) {
                throw new IllegalStateException("The end of " + what + " was waited for in vain.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + what + " ended", e);
        } finally {
            lock.unlock();
        }
    }

    /** Those that nobody has taken. */
    List<SlotPolicy.Kept> kept() {
        lock.lock();
        try {
            return slots.values().stream()
                    .filter(slot -> !slot.taken)
                    .map(slot -> new SlotPolicy.Kept(slot.id, slot.key, slot.startedAt))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all that wait, as well as it goes in a moment: the server goes down. */
    void close() {
        List<String> all;
        lock.lock();
        try {
            all = new ArrayList<>(slots.keySet());
        } finally {
            lock.unlock();
        }
        all.forEach(this::stop);
        if (!all.isEmpty()) {
            try {
                await(() -> !slots.isEmpty(), "all slots");
            } catch (IllegalStateException e) {
                LOG.warn("{} The next start of the server ends them.", e.getMessage());
            }
        }
    }
}
