package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real git, a repository with a notebook, and this program as git's diff driver. */
class GitDiffDriverTest {
    @TempDir
    Path folder;

    private Path repository;
    private Path home;
    private String program;

    @BeforeEach
    void aRepositoryWithANotebook() throws IOException {
        repository = Files.createDirectory(folder.resolve("the repository"));
        home = Files.createDirectory(folder.resolve("home"));
        Path script = folder.resolve("it's orrery");
        Files.writeString(
                script,
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -Xshare:auto -cp '"
                        + System.getProperty("java.class.path") + "' " + RunnerMain.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        program = "'" + script.toString().replace("'", "'\\''") + "'";
        git("init", "-q");
        notebook("x = 1\ny = 2");
        git("add", "-A");
        git("commit", "-q", "-m", "one");
    }

    private void notebook(String source) throws IOException {
        Notebook notebook = Notebook.empty();
        Cell cell = Cell.code(source);
        cell.tree().put("id", "first");
        notebook.insert(0, cell);
        Files.createDirectories(repository.resolve("sub"));
        Files.writeString(repository.resolve("sub/n.ipynb"), notebook.write());
    }

    private String git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=n", "-c", "user.email=e@example.org"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(repository.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_CONFIG_HOME", home.resolve(".config").toString());
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.onExit().join().exitValue(), said);
        return said;
    }

    private String orrery(int expected, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        RunTerminal terminal = new RunTerminal(
                InputStream.nullInputStream(),
                stream,
                stream,
                false,
                false,
                false,
                Map.of("HOME", home.toString()),
                repository,
                InstantSource.system());
        int code = new DiffCommand(terminal, program).run(List.of(arguments));
        String said = out.toString(StandardCharsets.UTF_8);
        assertEquals(expected, code, said);
        return said;
    }

    @Test
    void gitDiffShowsCellsAfterOneCommandAndTextAfterAnother() throws IOException {
        Files.writeString(repository.resolve(".gitattributes"), "*.txt text\n");
        orrery(0, "--install-git");
        orrery(0, "--install-git");
        assertEquals("*.txt text\n*.ipynb diff=orrery\n", Files.readString(repository.resolve(".gitattributes")));
        notebook("x = 1\ny = 3");
        assertEquals("""
                --- a/sub/n.ipynb
                +++ b/sub/n.ipynb
                cell 1 (code first), changed
                  @@ -1,2 +1,2 @@
                    x = 1
                  - y = 2
                  + y = 3
                """, git("diff", "sub"));
        Files.writeString(repository.resolve("sub/n.ipynb"), "<<<<<<< no notebook");
        assertTrue(git("diff", "sub").contains("a/sub/n.ipynb and b/sub/n.ipynb differ"));
        Files.delete(repository.resolve("sub/n.ipynb"));
        assertTrue(git("diff", "sub").contains("+++ /dev/null\ncell 1 (code first), removed\n  - x = 1"));
        orrery(0, "--uninstall-git");
        orrery(0, "--uninstall-git");
        assertEquals("*.txt text\n", Files.readString(repository.resolve(".gitattributes")));
        assertTrue(git("diff", "sub").contains("-   \"source\": ["));
        assertFalse(git("config", "--list").contains("orrery"));
    }

    @Test
    void comparesRevisionsAndTheWorkingTree() throws IOException {
        notebook("x = 1\ny = 3");
        String since = orrery(0);
        assertTrue(since.startsWith("--- a/sub/n.ipynb\n+++ b/sub/n.ipynb\n") && since.contains("+ y = 3"), since);
        assertEquals(since, orrery(0, "HEAD"));
        assertEquals(since, orrery(0, "HEAD", "sub/n.ipynb"));
        assertEquals("", orrery(0, "HEAD", "HEAD"));
        git("commit", "-qam", "two");
        assertEquals("", orrery(0, "HEAD"));
        assertEquals(since, orrery(0, "HEAD~1", "HEAD"));
        assertEquals(since, orrery(0, "HEAD~1"));
        assertTrue(orrery(0, "--json", "HEAD~1").contains("\"valuelist\": \"3\""));
        git("mv", "sub/n.ipynb", "sub/m.ipynb");
        assertTrue(orrery(0).contains("+++ /dev/null"));
        assertTrue(orrery(2, "--json").contains("2 notebooks differ"));
        assertTrue(orrery(1, "sub/missing.ipynb").contains("no notebook sub/missing.ipynb"));
        assertTrue(orrery(1, "no-such-revision", "HEAD").contains("no notebook no-such-revision"));
    }
}
