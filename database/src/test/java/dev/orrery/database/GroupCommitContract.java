package dev.orrery.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes at the same time and shares a transaction, whichever database is below. */
abstract class GroupCommitContract extends DatabaseTestCase {
    @Test
    @Timeout(30)
    void piecesThatComeMeanwhileShareATransactionAndABadOneIsDoneAlone() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(1);
        List<List<String>> groups = Collections.synchronizedList(new ArrayList<>());
        GroupCommit<String> group = new GroupCommit<>(database::transaction, (tx, about) -> groups.add(about));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = threads.submit(() -> group.run("first", tx -> {
                begun.countDown();
                try {
                    all.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return tx.update("UPDATE thing SET size = size + 1 WHERE name = 'first'");
            }));
            begun.await();
            Future<Integer> good = threads.submit(
                    () -> group.run("good", tx -> tx.update("INSERT INTO thing (name, size) VALUES ('good', 1)")));
            awaitWaiting(group, 1);
            Future<Integer> bad = threads.submit(
                    () -> group.run("bad", tx -> tx.update("INSERT INTO thing (name, size) VALUES ('first', 1)")));
            awaitWaiting(group, 2);
            all.countDown();
            assertEquals(1, first.get());
            assertEquals(1, good.get());
            assertTrue(assertInstanceOf(
                            DatabaseException.class,
                            assertThrows(ExecutionException.class, bad::get).getCause())
                    .isDuplicate());
        }
        assertEquals(
                List.of(List.of("first"), List.of("good", "bad"), List.of("good"), List.of("bad")),
                List.copyOf(groups));
        assertEquals(List.of("first", "good"), names());
    }

    @Test
    @Timeout(60)
    void piecesOfManyThreadsAreEachDoneOnceAndThoseOfOneThingOneAfterTheOther() throws Exception {
        GroupCommit<String> group = new GroupCommit<>(database::transaction, (tx, about) -> {
            assertEquals(about.size(), Set.copyOf(about).size());
        });
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String about = "thing " + i % 20;
            work.add(() -> group.run(about, tx -> {
                tx.later("UPDATE thing SET size = size + 1 WHERE name = ?", any -> {}, "first");
                tx.afterCommit(() -> group.run(about, later -> later.update("UPDATE thing SET big = 1")));
                return 1;
            }));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> done : threads.invokeAll(work)) {
                assertEquals(1, done.get());
            }
        }
        assertEquals(Optional.of(201L), size("first"));
    }

    private static void awaitWaiting(GroupCommit<?> group, int pieces) {
        while (group.waiting() < pieces) {
            Thread.onSpinWait();
        }
    }
}
