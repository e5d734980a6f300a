package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, off the threads that decide, for what tasks wait for outside of the database. What was seen is kept in memory alone: the
 * time of the next look stands in the database, so that another server, or another life of this one, looks again.
 */
final class Lookout {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    /** So many looks that cannot tell, one after the other, end a wait. */
    private static final int MOST_FAILURES = 3;

    private static final int IN_PARALLEL = 16;
    private static final int MANY = 10_000;
    private static final Duration OLD = Duration.ofHours(1);

    private final Executor executor;
    private final Semaphore places = new Semaphore(IN_PARALLEL);
    private final Map<Wait, State> states = new ConcurrentHashMap<>();
    private volatile Consumer<RunKey> seen = run -> {};

    /** @param executor does one look at a time of each wait */
    Lookout(Executor executor) {
        this.executor = executor;
    }

    /** To be called with the run whose wait has something to say, on any thread. */
    void onSeen(Consumer<RunKey> listener) {
        seen = listener;
    }

    private record Wait(RunKey run, String taskId, int number) {}

    /** What the looks of one wait have seen; guarded by itself. */
    private static final class State {
        private @Nullable Instant lookedAt;
        private boolean looking;
        private boolean come;
        private int failures;
        private @Nullable String problem;
    }

    /** How it stands. */
    sealed interface Seen {
        record Come() implements Seen {}

        /** @param again when to ask again */
        record NotYet(Instant again) implements Seen {}

        record Untold(String problem) implements Seen {}
    }

    /** What was seen last; begins a look after the commit where the last one is as old as {@code every}. */
    Seen ask(Transaction tx, RunKey run, String taskId, int number, BooleanSupplier look, Duration every, Instant now) {
        if (states.size() > MANY) {
            states.values().removeIf(state -> isOld(state, now));
        }
        Wait wait = new Wait(run, taskId, number);
        State state = states.computeIfAbsent(wait, any -> new State());
        synchronized (state) {
            String problem = state.problem;
            if (state.come || (problem != null && state.failures >= MOST_FAILURES)) {
                tx.afterCommit(() -> states.remove(wait, state));
                return state.come ? new Seen.Come() : new Seen.Untold(String.valueOf(problem));
            }
            Instant again = state.lookedAt == null ? now : state.lookedAt.plus(every);
            if (again.isAfter(now) || state.looking) {
                return new Seen.NotYet(again.isAfter(now) ? again : now.plus(every));
            }
            tx.afterCommit(() -> begin(wait, state, look, now));
            return new Seen.NotYet(now.plus(every));
        }
    }

    private static boolean isOld(State state, Instant now) {
        synchronized (state) {
            return !state.looking && (state.lookedAt == null || state.lookedAt.isBefore(now.minus(OLD)));
        }
    }

    private void begin(Wait wait, State state, BooleanSupplier look, Instant now) {
        synchronized (state) {
            if (state.looking) {
                return;
            }
            state.looking = true;
            state.lookedAt = now;
        }
        executor.execute(() -> look(wait, state, look));
    }

    private void look(Wait wait, State state, BooleanSupplier look) {
        boolean come = false;
        String problem = null;
        places.acquireUninterruptibly();
        try {
            come = look.getAsBoolean();
        } catch (RuntimeException | StackOverflowError e) { // the folders are a user's, of any depth
            LOG.info("{}/{} cannot look for what it waits for: {}", wait.run(), wait.taskId(), e.toString());
            problem = String.valueOf(e.getMessage());
        } finally {
            places.release();
        }
        boolean tell;
        synchronized (state) {
            state.looking = false;
            state.come = come;
            state.failures = problem == null ? 0 : state.failures + 1;
            state.problem = problem;
            tell = come || state.failures >= MOST_FAILURES;
        }
        if (tell) {
            try {
                seen.accept(wait.run());
            } catch (RuntimeException e) {
                LOG.warn("what {} waits for has come, and that is told again later", wait.run(), e);
            }
        }
    }
}
