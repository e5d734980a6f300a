package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which environments there are, by their lock files, and what makes one another. */
class EnvironmentSourcesTest {
    @TempDir
    Path root;

    Path sources;

    @BeforeEach
    void lockFiles() throws IOException {
        sources = Files.createDirectory(root.resolve("sources"));
        Files.writeString(sources.resolve("default.lock"), "six==1.17.0\n");
        Files.writeString(sources.resolve("default.in"), "six\n");
    }

    @Test
    void ownLockFilesAreFurtherEnvironmentsAndComeBeforeTheProgramsOnes() throws IOException {
        Path own = Files.createDirectory(sources.resolveSibling("own"));
        Files.writeString(sources.resolve("both.lock"), "a==1");
        Files.writeString(own.resolve("both.lock"), "a==2");
        Files.writeString(own.resolve("ours.lock"), "b==1");
        EnvironmentSources all = new EnvironmentSources(List.of(own, sources), null, null);
        assertTrue(all.all().stream().map(EnvironmentSource::name).toList().containsAll(List.of("both", "ours")));
        assertEquals(own.resolve("both.lock"), all.find("both").orElseThrow().lock());
        assertEquals(
                1, all.all().stream().filter(one -> one.name().equals("both")).count());
    }

    @Test
    void anotherLockFileToolboxOrPythonIsAnotherEnvironment() throws Exception {
        Path toolbox = Files.createDirectories(root.resolve("toolbox/src/toolbox"));
        Files.writeString(toolbox.resolve("__init__.py"), "");
        Path tree = root.resolve("toolbox");
        String first = digest(tree, null);
        Files.createDirectories(toolbox.resolve("__pycache__"));
        Files.writeString(toolbox.resolve("__pycache__/x.pyc"), "made");
        assertEquals(first, digest(tree, null), "what Python leaves behind does not matter");

        assertNotEquals(first, digest(null, null));
        assertNotEquals(first, digest(tree, "python3.12"));
        Files.writeString(toolbox.resolve("cli.py"), "print()");
        String second = digest(tree, null);
        assertNotEquals(first, second);
        Files.writeString(sources.resolve("default.lock"), "six==1.16.0\n");
        assertNotEquals(second, digest(tree, null));
    }

    @Test
    void theFilesAreReadAgainWhenTheyLookDifferentAndNotBefore() throws Exception {
        Path lock = sources.resolve("default.lock");
        FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(lock, old);
        EnvironmentSources kept = new EnvironmentSources(List.of(sources), null, null);
        String first = kept.find("default").orElseThrow().digest();
        // Of the same length, and dated back: only a reader would know.
        Files.writeString(lock, "six==1.16.0\n");
        Files.setLastModifiedTime(lock, old);
        assertEquals(first, kept.find("default").orElseThrow().digest());
        Files.setLastModifiedTime(lock, FileTime.from(Instant.parse("2020-01-02T00:00:00Z")));
        assertNotEquals(first, kept.find("default").orElseThrow().digest());
    }

    private String digest(Path toolbox, String python) {
        return new EnvironmentSources(List.of(sources), toolbox, python)
                .find("default")
                .orElseThrow()
                .digest();
    }
}
