package dev.orrery.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryStorageTest extends ObjectStorageContract {
    @TempDir
    Path folder;

    private DirectoryStorage storage;
    private Path attempt;

    @BeforeEach
    void open() {
        storage = new DirectoryStorage(folder.resolve("objects"));
        attempt = storage.makeFolder("dag/run/task/1");
    }

    @Override
    ObjectStorage storage() {
        return new DirectoryStorage(folder.resolve("contract"));
    }

    @Test
    void aSymbolicLinkInPlaceOfAFileIsNotRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(attempt.resolve("output.ipynb"), secret);
        refused("dag/run/task/1/output.ipynb");
    }

    @Test
    void aSymbolicLinkInPlaceOfAFolderIsNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("secret"), "secret");
        Files.createSymbolicLink(attempt.resolve("sub"), elsewhere);
        assertThrows(StorageException.class, () -> storage.get("dag/run/task/1/sub/secret"));
        assertThrows(StorageException.class, () -> storage.put("dag/run/task/1/sub/new", bytes("x")));
        assertThrows(StorageException.class, () -> storage.makeFolder("dag/run/task/1/sub/new"));
        assertEquals(List.of(), storage.list("dag"));
        assertFalse(Files.exists(elsewhere.resolve("new")));
    }

    @Test
    void aPipeIsRefusedAtOnce() throws Exception {
        Path pipe = attempt.resolve("result.json");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> refused("dag/run/task/1/result.json"));
        assertEquals(List.of(), storage.list("dag"));
    }

    @Test
    void aFolderInPlaceOfAFileIsRefused() throws IOException {
        Files.createDirectory(attempt.resolve("log.txt"));
        refused("dag/run/task/1/log.txt");
    }

    @Test
    void aPutReplacesALinkAndLeavesWhereItLed() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(attempt.resolve("result.json"), secret);
        storage.put("dag/run/task/1/result.json", bytes("mine"));
        assertEquals("secret", Files.readString(secret));
        assertArrayEquals(
                bytes("mine"), storage.get("dag/run/task/1/result.json").orElseThrow());
    }

    @Test
    void nothingTemporaryStaysAfterAPut() throws IOException {
        storage.put("dag/run/task/1/a", bytes("x"));
        try (var files = Files.list(attempt)) {
            assertEquals(List.of(attempt.resolve("a")), files.toList());
        }
    }

    @Test
    void aFailedPutLeavesNothingBehind() throws IOException {
        Files.createDirectories(attempt.resolve("a/b"));
        assertThrows(StorageException.class, () -> storage.put("dag/run/task/1/a", bytes("x")));
        try (var files = Files.list(attempt)) {
            assertEquals(List.of(attempt.resolve("a")), files.toList());
        }
    }

    private void refused(String key) {
        assertThrows(StorageException.class, () -> storage.get(key));
        assertThrows(StorageException.class, () -> storage.get(key, 0, 10));
        assertThrows(StorageException.class, () -> storage.open(key));
        assertEquals(OptionalLong.empty(), storage.size(key));
    }
}
