package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HomeFilesTest {
    private static final Account ANA = new Account("ana", 20_001);

    @TempDir
    Path root;

    private static final Function<String, Predicate<String>> GLOBS = pattern -> {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        return name -> matcher.matches(Path.of(name));
    };

    private Path home;

    @BeforeEach
    void make() throws IOException {
        home = new Homes(root, root.resolve("no-template")).ensure(ANA);
        file(home.resolve("inbox/sales-2026-03-05.csv"));
        file(home.resolve("inbox/deep/er/part.parquet"));
        file(home.resolve(".hidden/x.csv"));
        Files.createDirectories(home.resolve("empty"));
        give();
    }

    @Test
    void aFileAFolderWithOneAndPatternsAreFound() {
        assertTrue(has("inbox/sales-2026-03-05.csv"));
        assertTrue(has("inbox/"));
        assertTrue(has("inbox/sales-*.csv"));
        assertTrue(has("*/sales-2026-0?-05.csv"));
        assertTrue(has("**/*.parquet"));
        assertTrue(has("**/part.parquet"));
        assertTrue(has("inbox/deep/**"));
        assertTrue(has(".hidden/*.csv"));
        assertFalse(has("inbox/sales-2026-03-06.csv"));
        assertFalse(has("empty"));
        assertFalse(has("*/x.csv"));
        assertFalse(has("inbox/sales-2026-03-05.csv/more"));
        assertFalse(new HomeFiles(root, GLOBS).has(new Account("ben", 20_002), "inbox"));
    }

    @Test
    void foldersWithoutEndAreNotFollowed() throws IOException {
        Path deep = home.resolve("a");
        for (int i = 0; i < 150; i++) {
            deep = deep.resolve("a");
        }
        Files.createDirectories(deep);
        give();
        assertThrows(LaunchException.class, () -> has("**/none.csv"));
    }

    @Test
    void noLinkLeadsOutOfTheHome() throws IOException {
        Path outside = file(root.resolve("secret/plan.txt"));
        Files.createSymbolicLink(home.resolve("file-link"), outside);
        Files.createSymbolicLink(home.resolve("folder-link"), outside.getParent());
        assertFalse(has("file-link"));
        assertFalse(has("folder-link/plan.txt"));
        assertFalse(has("folder-link"));
        assertFalse(has("*/plan.txt"));
        assertFalse(has("**/plan.txt"));
        assertThrows(LaunchException.class, () -> has("../secret/plan.txt"));
        assertThrows(LaunchException.class, () -> has("inbox/../../secret/plan.txt"));
        assertThrows(LaunchException.class, () -> has("/etc/passwd"));
        Files.createSymbolicLink(root.resolve("eve"), outside.getParent());
        assertFalse(new HomeFiles(root, GLOBS).has(new Account("eve", 20_003), "plan.txt"));
    }

    @Test
    void whatTheUserMayNotEnterIsNotSeen() throws IOException {
        assumeTrue(SandboxPolicy.isRoot());
        Path others = home.resolve("others");
        file(others.resolve("a.csv"));
        Files.setPosixFilePermissions(others, PosixFilePermissions.fromString("rwx------"));
        assertFalse(has("others/a.csv"));
        Files.setPosixFilePermissions(others, PosixFilePermissions.fromString("rwx--x--x"));
        assertTrue(has("others/a.csv"));
        assertFalse(has("others/*.csv"));
        Files.setPosixFilePermissions(others, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertTrue(has("others/*.csv"));
    }

    private boolean has(String path) {
        return new HomeFiles(root, GLOBS).has(ANA, path);
    }

    private void give() throws IOException {
        if (SandboxPolicy.isRoot()) {
            FileTrees.give(home, ANA.uid());
        }
    }

    private static Path file(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "x");
    }
}
