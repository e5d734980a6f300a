package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void withSqliteASecondServerIsRefusedByTheNameOfTheFirst() {
        try (HomeDirectory home = HomeDirectory.open(folder, false)) {
            home.announce(8123, URI.create("http://127.0.0.1:8123"), "secret");
            UsageException refusal = assertThrows(UsageException.class, () -> HomeDirectory.open(folder, false));
            assertEquals(
                    "Another server already runs on " + folder + " (process "
                            + ProcessHandle.current().pid()
                            + ", port 8123). Stop it, or give this one a directory of its own with --home."
                            + " Several servers can share a PostgreSQL, but not SQLite.",
                    refusal.getMessage());
        }
        HomeDirectory.open(folder, false).close();
    }

    @Test
    void withPostgresEachServerHasASeatAndKeepsItsName() {
        String first;
        try (HomeDirectory one = HomeDirectory.open(folder, true);
                HomeDirectory other = HomeDirectory.open(folder, true)) {
            first = one.seatName();
            assertNotEquals(first, other.seatName());
            assertEquals(folder.resolve("workloads"), one.ownFolder("workloads"));
            assertEquals(folder.resolve("workloads-2"), other.ownFolder("workloads"));
            assertEquals(one.folder("objects"), other.folder("objects"));
            assertTrue(one.isShared());
            assertEquals(List.of(), one.seize(), "the other one lives");
        }
        try (HomeDirectory again = HomeDirectory.open(folder, true)) {
            assertEquals(first, again.seatName());
            assertFalse(again.isShared());
        }
    }

    @Test
    void theSeatOfADeadServerIsSeizedAndKept() {
        HomeDirectory one = HomeDirectory.open(folder, true);
        try (HomeDirectory other = HomeDirectory.open(folder, true)) {
            String dead = one.seatName();
            one.close();
            assertEquals(List.of(dead), other.seize());
            assertEquals(List.of(dead), other.seize());
            assertEquals(List.of(folder.resolve("workloads")), other.seizedFolders("workloads"));
            try (HomeDirectory next = HomeDirectory.open(folder, true)) {
                assertNotEquals(dead, next.seatName(), "it has a seat of its own");
            }
        }
    }
}
