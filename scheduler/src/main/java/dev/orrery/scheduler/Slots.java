package dev.orrery.scheduler;

import dev.orrery.launch.Launcher;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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

    private final Surroundings surroundings;
    private final WorkFolders folders;
    private final InstantSource clock;
    private final Bell bell = new Bell();
    private final SlotTable table = new SlotTable();
    private final SlotUses uses;

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
        return table.take(key);
    }

    /** Makes a taken slot, whose folders are the attempt's already, the attempt's process; false where it has ended. */
    boolean become(String slotId, String attemptId) {
        if (!surroundings.launcher().rename(new WorkloadId(slotId), Engine.workload(attemptId))) {
            return false;
        }
        LOG.info("{} is attempt {} now", slotId, attemptId);
        table.became(slotId, attemptId);
        return true;
    }

    /** The attempt that a slot became, once it has; empty when the time is over. */
    Optional<String> await(String slotId, Duration limit) throws InterruptedException {
        return table.awaitAttempt(slotId, limit);
    }

    /** The attempt's runner has its own token: that of the slot is worth nothing any more. */
    void received(String attemptId) {
        table.told(attemptId).ifPresent(slotId -> {
            surroundings.tokens().revoke(slotId);
            bell.ring();
        });
    }

    /** The attempt has ended; before its folders are deleted. */
    void forget(String attemptId) {
        folders.slotOf(attemptId).ifPresent(surroundings.tokens()::revoke);
        received(attemptId);
    }

    /** Starts one; what keeps it from starting is logged. */
    void start(SlotKey key, AttemptWorkloads workloads) {
        String id = PREFIX + Ids.fresh();
        table.add(id, key, clock.instant());
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
        table.awaitEndOf(slotId);
    }

    /** Ends a slot and returns at once. */
    void stop(String slotId) {
        surroundings.tokens().revoke(slotId);
        table.condemn(slotId);
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

    /** Ends those that the launcher has from another server, which has died. */
    void stopStrangers() {
        for (WorkloadId id : surroundings.launcher().known()) {
            if (isSlot(id) && !table.contains(id.value())) {
                stop(id.value());
            }
        }
    }

    private void gone(String slotId) {
        try {
            surroundings.tokens().revoke(slotId);
            folders.delete(slotId);
        } finally {
            table.remove(slotId, uses::died);
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
        table.expectEndOf(left.stream().map(WorkloadId::value).toList());
        running.forEach(attempt -> folders.slotOf(attempt).ifPresent(slot -> table.became(slot, attempt)));
        launcher.onEnd(this::ended);
        left.forEach(id -> stop(id.value()));
        table.awaitEndOfLeftovers();
        // Also of those that the server died in making: a folder comes first, a token second, a process last.
        folders.slots().forEach(this::gone);
    }

    /** Those that nobody has taken. */
    List<SlotPolicy.Kept> kept() {
        return table.kept();
    }

    /** Ends all that wait, as well as it goes in a moment: the server goes down. */
    void close() {
        List<String> all = table.ids();
        all.forEach(this::stop);
        if (!all.isEmpty()) {
            try {
                table.awaitEndOfAll();
            } catch (IllegalStateException e) {
                LOG.warn("{} The next start of the server ends them.", e.getMessage());
            }
        }
    }
}
