package dev.orrery.scheduler;

import dev.orrery.launch.Launcher;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import dev.orrery.scheduler.JdbcServerStore.Life;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what a server that died left: its own earlier life, or another one. An attempt goes to another server only where its
 * launcher's records do, or where its runner has no order yet and, its token being gone, will never get one.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** A runner whose server is gone may speak through a common address; one that has not for so long is taken for dead. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final Surroundings surroundings;
    private final Seat seat;
    private final Dispatcher dispatcher;
    private final AttemptEnds ends;
    private final Slots slots;

    Recovery(
            Engine engine, Surroundings surroundings, Seat seat, Dispatcher dispatcher, AttemptEnds ends, Slots slots) {
        this.engine = engine;
        this.store = engine.store();
        this.surroundings = surroundings;
        this.seat = seat;
        this.dispatcher = dispatcher;
        this.ends = ends;
        this.slots = slots;
    }

    /** Before anything is launched: what an earlier life of this server kept waiting. */
    void takeUpSlots() {
        slots.recover(store.read(tx -> store.claims().claimed(tx, seat.name())).stream()
                .map(AttemptRow::attemptId)
                .filter(id -> surroundings.launcher().status(Engine.workload(id)) instanceof WorkloadStatus.Running)
                .toList());
    }

    /** Takes up all that is this server's: live attempts, ended ones, and those that it did not come to launch. */
    void takeUp() {
        store.change(tx -> store.claims().adoptUnowned(tx, seat.name(), store.isShared()));
        for (AttemptRow attempt : store.read(tx -> store.claims().claimed(tx, seat.name()))) {
            takeUp(attempt);
        }
        stopStrangers();
        engine.dispatcher().ring();
        engine.timer().ring();
    }

    private void takeUp(AttemptRow attempt) {
        if (ends.isExpected(attempt.attemptId())) {
            return;
        }
        switch (surroundings.launcher().status(Engine.workload(attempt.attemptId()))) {
            case WorkloadStatus.Running running -> {
                LOG.info("attempt {} goes on", attempt);
                if (attempt.launchedAt() == null) {
                    dispatcher.relaunch(attempt);
                } else if (attempt.stopReason() != null) {
                    engine.stopProcess(attempt.attemptId());
                }
            }
            case WorkloadStatus.Ended ended -> LOG.info("attempt {} ended meanwhile", attempt);
            case WorkloadStatus.Unknown unknown -> {
                if (attempt.launchedAt() == null) {
                    dispatcher.relaunch(attempt);
                } else {
                    ends.lose(attempt);
                }
            }
        }
    }

    /** Processes of attempts that are not this server's, or that the database does not know, must not run on. */
    private void stopStrangers() {
        Launcher launcher = surroundings.launcher();
        for (WorkloadId id : launcher.known()) {
            if (AttemptEnds.isAttempt(id)
                    && launcher.status(id) instanceof WorkloadStatus.Running
                    && !store.read(tx -> store.claims().isOf(tx, AttemptEnds.attemptId(id), seat.name()))) {
                LOG.warn("{} is no attempt of this server's: stopping it", id);
                engine.stopProcess(AttemptEnds.attemptId(id));
            }
        }
    }

    /** Takes over from a server whose lease has run out. */
    void takeOver(Life dead) {
        List<String> seized = seat.seize().get();
        boolean ended = store.change(tx -> {
            if (!store.servers().end(tx, dead)) {
                return false;
            }
            if (!seized.contains(dead.name())) {
                for (String attemptId : store.claims().withoutOrder(tx, dead.name())) {
                    // Before the lock on the dead server's row goes: were it paused only, it could start a runner.
                    surroundings.tokens().revoke(attemptId);
                    store.claims().reclaim(tx, attemptId);
                }
            }
            return true;
        });
        if (!seized.isEmpty()) {
            adopt(seized);
        }
        if (ended) {
            LOG.warn("server {} has died: taken over{}", dead.name(), seized.isEmpty() ? "" : ", with what it ran");
            engine.dispatcher().ring();
            engine.data().ring();
            engine.timer().ring();
        }
    }

    /**
     * Goes on with what servers had whose records are this one's now. Attempts whose runners have no order yet begin anew: a
     * runner that asks a dead server asks in vain.
     */
    private void adopt(List<String> seized) {
        List<String> again = store.change(tx -> {
            List<String> withoutOrder = new ArrayList<>();
            for (String name : seized) {
                withoutOrder.addAll(store.claims().withoutOrder(tx, name));
                store.claims().move(tx, name, seat.name());
            }
            return withoutOrder;
        });
        again.forEach(surroundings.tokens()::revoke);
        ends.expect(again);
        seat.adopt().run();
        slots.stopStrangers();
        again.forEach(this::beginAnew);
        takeUp();
    }

    private void beginAnew(String attemptId) {
        WorkloadId id = Engine.workload(attemptId);
        switch (surroundings.launcher().status(id)) {
            case WorkloadStatus.Running running -> surroundings.launcher().stop(id, Duration.ZERO);
            case WorkloadStatus.Ended ended -> ends.ended(id, ended);
            case WorkloadStatus.Unknown unknown -> ends.beginAnew(attemptId);
        }
    }

    /** Ends attempts of dead servers that nobody's launcher has: as their results say, or as lost when they stay silent. */
    void settleOrphans() {
        List<AttemptRow> orphans = store.read(store.claims()::orphans);
        if (orphans.isEmpty()) {
            return;
        }
        List<String> seized = seat.seize().get();
        if (orphans.stream().anyMatch(attempt -> seized.contains(attempt.server()))) {
            adopt(seized); // it gave its lease back before its seat
        }
        for (AttemptRow attempt : store.read(store.claims()::orphans)) {
            if (!ends.settleByResult(attempt)
                    && store.read(tx -> store.claims().isSilent(tx, attempt.attemptId(), engine.now(), SILENCE))) {
                LOG.warn("attempt {} has not been heard of since its server died", attempt);
                ends.lose(attempt);
            }
        }
    }

    /** Ends attempts of this server's whose runners left a result and cannot tell it, as the server that they know is gone. */
    void settleByResults() {
        for (AttemptRow attempt : store.read(tx -> store.claims().claimed(tx, seat.name()))) {
            if (attempt.launchedAt() != null && ends.settleByResult(attempt)) {
                engine.stopProcess(attempt.attemptId());
            }
        }
    }

    /** Stops the processes of this server's attempts whose stop was asked for while nobody listened. */
    void stopAsked() {
        for (AttemptRow attempt : store.read(tx -> store.claims().claimed(tx, seat.name()))) {
            if (attempt.stopReason() != null && attempt.launchedAt() != null) {
                engine.stopProcess(attempt.attemptId());
            }
        }
    }
}
