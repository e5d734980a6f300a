package dev.orrery.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../x",
                "a/../../x",
                "a/..",
                "./a",
                "a//b",
                "a/",
                ".git/config",
                "a/.git/hooks/x",
                ".GIT/config",
                ".g\u200cit/config",
                ".gitmodules",
                "git~1/x",
                "a\\b",
                "a\u0000b",
                "a\nb",
                "a\u202egpj.exe",
                "\ud800"
            })
    void unsafePathsAreRefused(String path) {
        PublishException refused = assertThrows(PublishException.class, () -> Folder.of(Map.of(path, new byte[0])));
        assertEquals("bad-folder", refused.code());
        assertEquals(400, refused.problem().status());
        assertFalse(refused.getMessage().chars().anyMatch(Character::isISOControl));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dag.yml", "a/b/c.sql", "Umsätze 2026 (neu).ipynb", "データ.csv", ".gitignore", "a..b", "report: x"
            })
    void plainPathsAreTaken(String path) {
        assertEquals(List.of(path), Folder.of(Map.of(path, new byte[0])).paths());
    }

    @Test
    void aFileCannotBeAFolderToo() {
        assertThrows(PublishException.class, () -> Folder.of(Map.of("a", new byte[0], "a/b", new byte[0])));
    }

    @Test
    void tooManyFilesAreRefused() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < Folder.MAX_FILES; i++) {
            files.put("f" + i, new byte[0]);
        }
        assertEquals(Folder.MAX_FILES, Folder.of(files).paths().size());
        files.put("one-more", new byte[0]);
        assertEquals(
                413,
                assertThrows(PublishException.class, () -> Folder.of(files))
                        .problem()
                        .status());
    }

    @Test
    void tooManyBytesAreRefused() {
        byte[] half = new byte[(int) Folder.MAX_BYTES / 2];
        assertEquals(2, Folder.of(Map.of("a", half, "b", half)).paths().size());
        assertEquals(
                413,
                assertThrows(PublishException.class, () -> Folder.of(Map.of("a", half, "b", half, "c", new byte[1])))
                        .problem()
                        .status());
    }

    @Test
    void aLocalFolderLeavesOutHiddenFilesAndLinks(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("dag.yml"), "dag_id: a");
        Files.createDirectories(directory.resolve("sql/.ipynb_checkpoints"));
        Files.writeString(directory.resolve("sql/.ipynb_checkpoints/x.ipynb"), "{}");
        Files.writeString(directory.resolve("sql/a.sql"), "SELECT 1");
        Files.writeString(directory.resolve(".env"), "secret");
        Files.createDirectories(directory.resolve("__pycache__"));
        Files.writeString(directory.resolve("__pycache__/a.pyc"), "");
        Files.createSymbolicLink(directory.resolve("passwd"), Path.of("/etc/passwd"));

        assertEquals(
                List.of("dag.yml", "sql/a.sql"), LocalFolder.read(directory).paths());
    }

    @Test
    void aLocalFolderThatIsNotThereSaysSo(@TempDir Path directory) {
        PublishException missing =
                assertThrows(PublishException.class, () -> LocalFolder.read(directory.resolve("nowhere")));
        assertTrue(missing.getMessage().contains("nowhere"), missing.getMessage());
    }
}
