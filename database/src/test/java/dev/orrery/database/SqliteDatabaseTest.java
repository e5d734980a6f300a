package dev.orrery.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteDatabaseTest extends DatabaseContract {
    @TempDir
    Path folder;

    @Override
    String newUrl() {
        return "jdbc:sqlite:" + folder.resolve("orrery.db");
    }

    @Test
    void theJournalIsAWriteAheadLogAndForeignKeysAreChecked() {
        try (Database database = Database.open(newUrl())) {
            assertEquals(
                    Optional.of("wal"),
                    database.read(tx -> tx.first("PRAGMA journal_mode", row -> row.text("journal_mode"))));
            assertEquals(
                    Optional.of(1L),
                    database.transaction(tx -> tx.first("PRAGMA foreign_keys", row -> row.number("foreign_keys"))));
        }
    }
}
