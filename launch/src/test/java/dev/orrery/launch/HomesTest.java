package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomesTest {
    private static final Account ANA = TestingWorkloads.ANA;

    @TempDir
    Path folder;

    private Path template;
    private Homes homes;

    @BeforeEach
    void template() throws IOException {
        template = Files.createDirectories(folder.resolve("template"));
        homes = new Homes(folder.resolve("homes"), template);
    }

    @Test
    void aNewHomeBeginsWithTheTemplateAndIsNobodyElses() throws IOException {
        Files.writeString(Files.createDirectory(template.resolve("first")).resolve("README.ipynb"), "{}");
        Files.createSymbolicLink(template.resolve("link"), Path.of("/etc/passwd"));
        Path home = homes.ensure(ANA);
        assertEquals("{}", Files.readString(home.resolve("first/README.ipynb")));
        assertTrue(Files.isSymbolicLink(home.resolve("link")));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home)));
        if (SandboxPolicy.isRoot()) {
            for (String path : List.of("", "first/README.ipynb", "link")) {
                assertEquals(
                        ANA.uid(), Files.getAttribute(home.resolve(path), "unix:uid", LinkOption.NOFOLLOW_LINKS), path);
            }
        }
        try (var all = Files.list(folder.resolve("homes"))) {
            assertEquals(List.of(home), all.toList());
        }
    }

    @Test
    void aHomeThatIsThereGetsNothing() throws IOException {
        Path home = homes.ensure(ANA);
        Files.writeString(template.resolve("README.ipynb"), "{}");
        assertEquals(home, homes.ensure(ANA));
        assertFalse(Files.exists(home.resolve("README.ipynb")));
    }

    @Test
    void whatIsNoFolderIsRefusedAndLeftAlone() throws IOException {
        Path link = Files.createDirectories(folder.resolve("homes")).resolve("ana");
        Files.createSymbolicLink(link, template);
        assertThrows(LaunchException.class, () -> homes.ensure(ANA));
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void whatADeadServerLeftOfAHomeIsRemovedWhereNoOtherServerIs() throws IOException {
        Path root = folder.resolve("homes");
        Homes.removeDrafts(root, () -> false);
        Path home = homes.ensure(ANA);
        Path kept = Files.createDirectory(home.resolve(".new-mine"));
        Path draft = Files.createDirectories(root.resolve(".new-123/first")).getParent();
        Files.createSymbolicLink(draft.resolve("link"), home);

        Homes.removeDrafts(root, () -> true);
        assertTrue(Files.exists(draft));
        Homes.removeDrafts(root, () -> false);

        assertFalse(Files.exists(draft));
        assertTrue(Files.exists(kept));
    }
}
