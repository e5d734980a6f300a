package dev.orrery.scheduler;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what has a time when that time comes: runs of timetables and backfills, retries, ends of attempts that overran. */
final class Timer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

    /** What is due is looked at anew after this at the latest. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    /** The wall clock may be set while the timer waits, and the machine may sleep; nobody tells. */
    private static final Duration CLOCK_LOOK = Duration.ofSeconds(5);

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final DueRuns due;
    private final DataRuns data;
    private final AttemptEnds ends;
    private final Backfills backfills;

    Timer(Engine engine, DueRuns due, DataRuns data, AttemptEnds ends, Backfills backfills) {
        this.engine = engine;
        this.store = engine.store();
        this.due = due;
        this.data = data;
        this.ends = ends;
        this.backfills = backfills;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                rest(safeTick());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does all that is due; returns when the next thing is, null where nothing is to come. */
    @Nullable
    Instant tick() {
        engine.timerWaitsUntil(Instant.MAX);
        Instant next = work();
        engine.timerWaitsUntil(next == null ? Instant.MAX : next);
        return next;
    }

    private @Nullable Instant work() {
        boolean allTold = ends.retry();
        boolean allOfData = ofData();
        Instant now = engine.now();
        JdbcAgendaStore.Agenda agenda = store.read(store.agenda()::read);
        boolean allMade = !isDue(agenda.run(), now) || due.make();
        if (agenda.hasBackfill()) {
            backfills.advance();
        }
        if (isDue(agenda.retry(), now)) {
            retry(now);
        }
        if (isDue(agenda.look(), now)) {
            lookAgain(now);
        }
        if (isDue(agenda.deadline(), now)) {
            stopOverdue(now);
        }
        Instant next = agenda.isDue(now) || agenda.hasBackfill()
                ? store.read(store.agenda()::read).next()
                : agenda.next();
        if (!allMade && next != null && !next.isAfter(now)) {
            return now.plus(AFTER_TROUBLE);
        }
        return allTold && allOfData ? next : earlier(next, now.plus(AFTER_TROUBLE));
    }

    private static boolean isDue(@Nullable Instant time, Instant now) {
        return time != null && !time.isAfter(now);
    }

    private void retry(Instant now) {
        for (JdbcTaskStore.Retry retry : store.read(tx -> store.tasks().retriesDue(tx, now))) {
            store.change(tx -> store.runs().lock(tx, retry.run())
                    ? engine.apply(tx, retry.run(), new RunEvent.RetryDue(retry.taskId()))
                    : null);
        }
    }

    private boolean ofData() {
        if (!engine.data().takeRing()) {
            return true;
        }
        boolean all = data.make();
        if (!all) {
            engine.data().ring();
        }
        return all;
    }

    private void lookAgain(Instant now) {
        for (RunKey run : store.read(tx -> store.waits().due(tx, now))) {
            store.<@Nullable Void>change(tx -> {
                if (store.runs().lock(tx, run)) {
                    // So that what is seen of them is their last word, or they see that they are waited for.
                    store.waits().awaited(tx, run).forEach(other -> store.runs().lock(tx, other));
                    engine.look(tx, run);
                }
                return null;
            });
        }
    }

    private void stopOverdue(Instant now) {
        for (AttemptRow attempt : store.read(tx -> store.attempts().overdue(tx, now))) {
            LOG.warn("attempt {} did not end in time: stopping it", attempt);
            store.<@Nullable Void>change(tx -> {
                store.runs().lock(tx, attempt.run());
                store.attempts().setDeadline(tx, attempt.attemptId(), null);
                if (!attempt.state().isTerminal()) {
                    engine.stop(tx, attempt, AttemptRow.StopReason.TIMEOUT);
                }
                return null;
            });
            if (attempt.state().isTerminal()) {
                engine.stopProcess(attempt.attemptId());
            }
        }
    }

    private @Nullable Instant safeTick() {
        try {
            return tick();
        } catch (RuntimeException e) {
            LOG.error("what is due could not be done; trying again in {}", AFTER_TROUBLE, e);
            return engine.now().plus(AFTER_TROUBLE);
        }
    }

    private void rest(@Nullable Instant next) throws InterruptedException {
        Instant until = earlier(next, engine.now().plus(LONGEST_WAIT));
        boolean rung = false;
        Duration left = Duration.between(engine.now(), until);
        while (!rung && left.isPositive()) {
            rung = engine.timer().await(left.compareTo(CLOCK_LOOK) < 0 ? left : CLOCK_LOOK);
            left = Duration.between(engine.now(), until);
        }
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one != null && one.isBefore(other) ? one : other;
    }
}
