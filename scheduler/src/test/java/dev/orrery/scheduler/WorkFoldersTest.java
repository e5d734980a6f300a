package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkFoldersTest {
    @TempDir
    Path folder;

    @Test
    void aFolderIsMadeEmptyWhereOnlyTheServerMayLook() throws IOException {
        WorkFolders folders = new WorkFolders(folder.resolve("attempts"));
        Path work = folders.make("a1");
        Files.writeString(work.resolve("half"), "of a launch that died");
        assertEquals(work, folders.make("a1"));
        assertFalse(Files.exists(work.resolve("half")));
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("attempts"))));
    }

    @Test
    void deletingFollowsNoSymbolicLink() throws IOException {
        Path kept = Files.createDirectory(folder.resolve("kept"));
        Files.writeString(kept.resolve("file"), "precious");
        WorkFolders folders = new WorkFolders(folder.resolve("attempts"));
        Path work = folders.make("a1");
        Files.createSymbolicLink(work.resolve("link"), kept);
        Files.createDirectories(work.resolve("deep/er"));
        Files.createSymbolicLink(work.resolve("deep/er/file"), kept.resolve("file"));
        folders.delete("a1");
        assertFalse(Files.exists(work.getParent()));
        assertTrue(Files.exists(kept.resolve("file")));
    }

    @Test
    void deletingWhatWasNeverMadeIsNothing() {
        new WorkFolders(folder.resolve("attempts")).delete("a1");
        assertFalse(Files.exists(folder.resolve("attempts")));
    }
}
