package dev.orrery.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What the database does, whichever it is. */
abstract class DatabaseContract extends DatabaseTestCase {
    @Test
    void aMigrationIsDoneOnce() {
        database.migrate(THINGS);
        assertEquals(List.of("first"), names());
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() {
        Migrations older = new Migrations("testing", DatabaseContract.class, List.of("0001_things.sql"));
        assertTrue(assertThrows(NewerDatabaseException.class, () -> database.migrate(older))
                .getMessage()
                .contains("0002_more.sql"));
    }

    @Test
    void whatWasCommittedIsThereAfterAReopening() {
        add("kept", 5);
        database.close();
        database = Database.open(url);
        assertEquals(List.of("first", "kept"), names());
    }

    @Test
    void workThatThrowsChangesNothing() {
        List<String> ran = new ArrayList<>();
        assertThrows(
                IllegalArgumentException.class,
                () -> database.<Void>transaction(tx -> {
                    tx.update("INSERT INTO thing (name) VALUES (?)", "lost");
                    tx.afterCommit(() -> ran.add("after"));
                    throw new IllegalArgumentException("no");
                }));
        assertEquals(List.of("first"), names());
        assertEquals(List.of(), ran);
    }

    @Test
    void whatIsToRunAfterTheCommitSeesItDone() {
        List<List<String>> seen = new ArrayList<>();
        database.transaction(tx -> {
            tx.afterCommit(() -> seen.add(names()));
            return tx.update("INSERT INTO thing (name) VALUES (?)", "new");
        });
        assertEquals(List.of(List.of("first", "new")), seen);
    }

    @Test
    void valuesComeBackAsTheyWere() {
        Instant time = Instant.parse("2026-03-01T10:11:12.123456Z");
        database.transaction(tx -> tx.update(
                "INSERT INTO thing (name, size, made_at, big) VALUES (?, ?, ?, ?)", "é😀'", 1L << 40, time, true));
        database.transaction(
                tx -> tx.update("INSERT INTO thing (name, size, made_at) VALUES (?, ?, ?)", "z", null, null));
        database.read(tx -> tx.first(
                "SELECT * FROM thing WHERE name = ?",
                row -> {
                    assertEquals(1L << 40, row.number("size"));
                    assertEquals(time, row.time("made_at"));
                    assertTrue(row.flag("big"));
                    return row.text("name");
                },
                "é😀'"));
        database.read(tx -> tx.first(
                "SELECT * FROM thing WHERE name = ?",
                row -> {
                    assertNull(row.numberOrNull("size"));
                    assertNull(row.timeOrNull("made_at"));
                    assertThrows(IllegalStateException.class, () -> row.number("size"));
                    return row.text("name");
                },
                "z"));
    }

    @Test
    void aTimeBefore1970ComesBackAsItWas() {
        Instant time = Instant.parse("1969-12-31T23:59:59.999999Z");
        database.transaction(tx -> tx.update("INSERT INTO thing (name, made_at) VALUES (?, ?)", "old", time));
        assertEquals(
                Optional.of(time),
                database.read(
                        tx -> tx.first("SELECT made_at FROM thing WHERE name = 'old'", row -> row.time("made_at"))));
    }

    @Test
    void aSecondRowOfTheSameKeyIsADuplicate() {
        DatabaseException e = assertThrows(DatabaseException.class, () -> add("first", 1));
        assertTrue(e.isDuplicate());
        assertEquals(
                false,
                assertThrows(
                                DatabaseException.class,
                                () -> database.read(
                                        tx -> tx.list("SELECT nonsense FROM thing", row -> row.text("nonsense"))))
                        .isDuplicate());
    }

    @Test
    void aConditionalUpdateSaysThatItLost() {
        assertEquals(1, change("first", 1, 2));
        assertEquals(0, change("first", 1, 3));
        assertEquals(Optional.of(2L), size("first"));
    }

    @Test
    void manyWritersAtOnceLoseNothing() throws Exception {
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            work.add(() -> database.transaction(tx -> {
                tx.update("UPDATE thing SET big = 1 WHERE name = 'first'");
                long size = tx.first("SELECT size FROM thing WHERE name = 'first'", row -> row.number("size"))
                        .orElseThrow();
                return tx.update("UPDATE thing SET size = ? WHERE name = 'first'", size + 1);
            }));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> done : threads.invokeAll(work)) {
                assertEquals(1, done.get());
            }
        }
        assertEquals(Optional.of(201L), size("first"));
    }

    @Test
    void aReaderDoesNotWaitForAWriter() {
        database.transaction(tx -> {
            tx.update("UPDATE thing SET size = 99 WHERE name = 'first'");
            assertEquals(Optional.of(1L), size("first"));
            return null;
        });
        assertEquals(Optional.of(99L), size("first"));
    }

    @Test
    void whatIsPutOffIsDoneBeforeTheNextStatementInItsOrder() {
        List<Integer> counts = new ArrayList<>();
        Long seen = database.transaction(tx -> {
            tx.later("UPDATE thing SET size = ? WHERE name = ? AND size = ?", counts::add, 2, "first", 1);
            tx.later("UPDATE thing SET size = ? WHERE name = ? AND size = ?", counts::add, 3, "first", 2);
            tx.later("UPDATE thing SET size = ? WHERE name = ? AND size = ?", counts::add, 4, "first", 2);
            assertEquals(List.of(), counts);
            return tx.first("SELECT size FROM thing WHERE name = 'first'", row -> row.number("size"))
                    .orElseThrow();
        });
        assertEquals(3, seen);
        assertEquals(List.of(1, 1, 0), counts);
    }

    @Test
    void whatIsPutOffIsDoneBeforeTheCommitAndItsTroubleUndoesAll() {
        assertThrows(
                IllegalStateException.class,
                () -> database.transaction(tx -> {
                    tx.update("INSERT INTO thing (name, size) VALUES ('other', 1)");
                    tx.later(
                            "UPDATE thing SET size = 2 WHERE name = ?",
                            count -> {
                                throw new IllegalStateException("count " + count);
                            },
                            "nobody");
                    return null;
                }));
        assertEquals(List.of("first"), names());
    }

    @Test
    void whatIsToRunBeforeTheCommitIsPartOfTheTransaction() {
        database.transaction(tx -> {
            tx.beforeCommit(() -> tx.later("UPDATE thing SET size = size + 1 WHERE name = ?", any -> {}, "first"));
            return tx.update("UPDATE thing SET size = 10 WHERE name = 'first'");
        });
        assertEquals(Optional.of(11L), size("first"));
    }

    private void add(String name, long size) {
        database.transaction(tx -> tx.update("INSERT INTO thing (name, size) VALUES (?, ?)", name, size));
    }

    private int change(String name, long from, long to) {
        return database.transaction(
                tx -> tx.update("UPDATE thing SET size = ? WHERE name = ? AND size = ?", to, name, from));
    }
}
