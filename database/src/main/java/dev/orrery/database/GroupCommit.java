package dev.orrery.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: pieces of work that come while a transaction is under way are done together in the next one, in the order in
 * which they came, and share its messages and its commit. One that fails among others takes nothing from them: then each is
 * done in a transaction of its own.
 *
 * @param <K> what pieces are about; two that are about equal things never share a transaction
 */
public final class GroupCommit<K> {
    private static final int MOST = 64;

    private final Transactions transactions;
    private final BiConsumer<Transaction, List<K>> first;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Piece<K, ?>> waiting = new ArrayDeque<>();
    private boolean busy;
    private volatile @Nullable Thread leader;

    /** Runs a transaction; {@link Database#transaction}, or what does more than that. */
    public interface Transactions {
        <T extends @Nullable Object> T run(Function<Transaction, T> work);
    }

    /** @param first done in each transaction before its pieces, with all that they are about */
    public GroupCommit(Transactions transactions, BiConsumer<Transaction, List<K>> first) {
        this.transactions = transactions;
        this.first = first;
    }

    /** What is to be done, and how it went. Whoever brought it waits, until it is done or he is to lead the next transaction. */
    private static final class Piece<K, T extends @Nullable Object> {
        private final K about;
        private final Function<Transaction, T> work;
        private final CompletableFuture<Boolean> leads = new CompletableFuture<>();
        private @Nullable T value;
        private @Nullable RuntimeException failure;

        Piece(K about, Function<Transaction, T> work) {
            this.about = about;
            this.work = work;
        }

        void run(Transaction tx) {
            value = work.apply(tx);
        }

        @SuppressWarnings("NullAway") // T says whether it may be null
        T result() {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }

    /**
     * Does a piece of work, with others that wait; returns after the commit. Not inside a transaction; what follows from one after
     * its commit may do more work, which is then done alone.
     */
    public <T extends @Nullable Object> T run(K about, Function<Transaction, T> work) {
        Piece<K, T> piece = new Piece<>(about, work);
        if (Thread.currentThread().equals(leader)) {
            together(List.of(piece));
            return piece.result();
        }
        if (mustWait(piece) && !piece.leads.join()) {
            return piece.result();
        }
        List<Piece<K, ?>> group = group(piece);
        leader = Thread.currentThread();
        try {
            together(group);
        } catch (Error e) {
            group.forEach(other -> other.failure = new IllegalStateException("not done", e));
            throw e;
        } finally {
            leader = null;
            handOver();
            group.stream().skip(1).forEach(done -> done.leads.complete(false));
        }
        return piece.result();
    }

    /** How many pieces wait for a transaction to end. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean mustWait(Piece<K, ?> piece) {
        lock.lock();
        try {
            if (busy) {
                waiting.add(piece);
                return true;
            }
            busy = true;
            return false;
        } finally {
            lock.unlock();
        }
    }

    private List<Piece<K, ?>> group(Piece<K, ?> leader) {
        List<Piece<K, ?>> group = new ArrayList<>(List.of(leader));
        Set<K> about = new HashSet<>(Set.of(leader.about));
        lock.lock();
        try {
            for (Iterator<Piece<K, ?>> others = waiting.iterator(); others.hasNext() && group.size() < MOST; ) {
                Piece<K, ?> other = others.next();
                if (about.add(other.about)) {
                    group.add(other);
                    others.remove();
                }
            }
        } finally {
            lock.unlock();
        }
        return group;
    }

    private void handOver() {
        lock.lock();
        try {
            Piece<K, ?> next = waiting.poll();
            if (next == null) {
                busy = false;
            } else {
                next.leads.complete(true);
            }
        } finally {
            lock.unlock();
        }
    }

    private void together(List<Piece<K, ?>> group) {
        try {
            transactions.<@Nullable Void>run(tx -> {
                first.accept(tx, group.stream().map(piece -> piece.about).toList());
                group.forEach(piece -> piece.run(tx));
                return null;
            });
        } catch (RuntimeException e) {
            boolean isEverybodys = e instanceof DatabaseException trouble && trouble.isOfConnection();
            if (group.size() == 1 || isEverybodys) {
                group.forEach(piece -> piece.failure = e);
            } else {
                group.forEach(piece -> together(List.of(piece)));
            }
        }
    }
}
