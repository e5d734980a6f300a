package dev.orrery.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class ArchivedStorageTest extends ObjectStorageContract {
    private static final String ATTEMPT = "dag/run/task/1";

    @TempDir
    Path folder;

    private final TestingS3 server = new TestingS3();
    private ArchivedStorage storage;

    @BeforeEach
    void open() {
        storage = start();
    }

    private ArchivedStorage start() {
        return new ArchivedStorage(
                new DirectoryStorage(folder.resolve("objects")),
                new DirectoryStorage(folder.resolve("notes")),
                S3Storage.of(
                        "s3://" + TestingS3.BUCKET + "/kept",
                        server.environment(),
                        new S3Bucket.Effort(1, Duration.ofSeconds(10))),
                Duration.ofMillis(100));
    }

    @AfterEach
    void close() {
        storage.close();
        server.close();
    }

    @Override
    ObjectStorage storage() {
        return storage;
    }

    @Test
    void aFinishedFolderIsMovedAndReadAsBefore() throws IOException {
        Path attempt = storage.makeFolder(ATTEMPT);
        Files.writeString(attempt.resolve("log.txt"), "written by a process");
        assertArrayEquals(
                bytes("process"), storage.get(ATTEMPT + "/log.txt", 13, 10).orElseThrow());
        assertNull(server.stored("kept/" + ATTEMPT + "/log.txt"));

        storage.finished(ATTEMPT);
        awaitGone(attempt);

        assertArrayEquals(bytes("written by a process"), server.stored("kept/" + ATTEMPT + "/log.txt"));
        assertArrayEquals(
                bytes("process"), storage.get(ATTEMPT + "/log.txt", 13, 10).orElseThrow());
        assertEquals(List.of(ATTEMPT + "/log.txt"), storage.list("dag"));
        try (var in = storage.open(ATTEMPT + "/log.txt").orElseThrow()) {
            assertArrayEquals(bytes("written by a process"), in.readAllBytes());
        }
        storage.finished(ATTEMPT);
    }

    @Test
    void whatHostileCodeLeftLeadsNowhere() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Path attempt = storage.makeFolder(ATTEMPT);
        Files.createSymbolicLink(attempt.resolve("output.ipynb"), secret);
        Files.createSymbolicLink(attempt.resolve("folder"), folder);
        Files.createDirectories(attempt.resolve("deep/er"));
        Files.writeString(attempt.resolve("deep/er/.hidden"), "x");

        storage.finished(ATTEMPT);
        awaitGone(attempt);

        assertEquals("secret", Files.readString(secret));
        assertNull(server.stored("kept/" + ATTEMPT + "/output.ipynb"));
    }

    @Test
    void aFolderNestedDeepIsRemovedAndAHugeOneStays() throws IOException {
        Path attempt = storage.makeFolder(ATTEMPT);
        Path deep = attempt;
        for (int i = 0; i < 1000; i++) {
            deep = Files.createDirectory(deep.resolve("d"));
        }
        storage.finished(ATTEMPT);
        awaitMoved();
        try (var left = Files.list(attempt.getParent())) {
            assertEquals(List.of(), left.toList());
        }

        Path huge = storage.makeFolder("dag/run/task/2");
        try (var file = new RandomAccessFile(huge.resolve("log.txt").toFile(), "rw")) {
            file.setLength(20L << 30);
        }
        storage.finished("dag/run/task/2");
        awaitMoved();
        assertEquals(20L << 30, storage.size("dag/run/task/2/log.txt").orElseThrow());
        assertTrue(Files.exists(huge));
    }

    @Test
    void aStoreThatIsAwayDelaysTheMoveAndLosesNothing() throws IOException {
        server.stop();
        Path attempt = storage.makeFolder(ATTEMPT);
        Files.writeString(attempt.resolve("log.txt"), "kept");
        storage.finished(ATTEMPT);
        assertArrayEquals(bytes("kept"), storage.get(ATTEMPT + "/log.txt").orElseThrow());
        assertTrue(Files.exists(attempt.resolve("log.txt")));

        server.start();
        awaitGone(attempt);
        assertArrayEquals(bytes("kept"), server.stored("kept/" + ATTEMPT + "/log.txt"));
    }

    @Test
    void aRestartGoesOnWithWhatWasOnItsWay() throws IOException {
        server.stop();
        Path attempt = storage.makeFolder(ATTEMPT);
        Files.writeString(attempt.resolve("log.txt"), "kept");
        storage.finished(ATTEMPT);
        storage.close();

        server.start();
        storage = start();
        awaitGone(attempt);
        assertArrayEquals(bytes("kept"), server.stored("kept/" + ATTEMPT + "/log.txt"));
    }

    private void awaitMoved() {
        try (var notes = new DirectoryStorage(folder.resolve("notes"))) {
            while (!notes.list("").isEmpty()) {
                Thread.onSpinWait();
            }
        }
    }

    private static void awaitGone(Path path) {
        while (Files.exists(path)) {
            Thread.onSpinWait();
        }
        assertFalse(Files.exists(path));
    }
}
