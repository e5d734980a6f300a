package dev.orrery.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DagRepositoryTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z"));

    @TempDir
    Path directory;

    private DagRepository repository;

    @BeforeEach
    void open() {
        repository = DagRepository.open(directory.resolve("dags.git"), CLOCK);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void aCommitIsReadBackByteByByte() {
        byte[] bytes = {0, 1, (byte) 0xff, '\r', '\n', '\r'};
        Folder folder = Folder.of(Map.of("dag.yml", "dag_id: a\r\n".getBytes(UTF_8), "sql/a b é.bin", bytes));
        Committed committed = repository.commit("a", folder, "ana", "first");

        assertTrue(committed.changed());
        Folder read = repository.read(committed.commit(), "a");
        assertEquals(List.of("dag.yml", "sql/a b é.bin"), read.paths());
        assertArrayEquals(bytes, read.file("sql/a b é.bin").orElseThrow());
    }

    @Test
    void checkoutWritesTheFilesOfThatCommitAlone() throws IOException {
        String first = repository.commit("a", folder("one"), "ana", "").commit();
        repository.commit("b", folder("other"), "bo", "");
        String second = repository.commit("a", folder("two"), "ana", "").commit();

        repository.checkout(first, "a", directory.resolve("x"));
        repository.checkout(second, "a", directory.resolve("y/z"));

        assertEquals("one", Files.readString(directory.resolve("x/dag.yml")));
        assertEquals("two", Files.readString(directory.resolve("y/z/dag.yml")));
        try (var files = Files.list(directory.resolve("x"))) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void checkoutOverwritesNothing() throws IOException {
        String commit = repository.commit("a", folder("one"), "ana", "").commit();
        Path into = Files.createDirectory(directory.resolve("x"));
        Files.createSymbolicLink(into.resolve("dag.yml"), directory.resolve("target"));

        assertThrows(PublishException.class, () -> repository.checkout(commit, "a", into));
        assertFalse(Files.exists(directory.resolve("target")));
    }

    @Test
    void theVerySameFilesMakeNoCommit() {
        Committed first = repository.commit("a", folder("one"), "ana", "");
        repository.commit("b", folder("one"), "bo", "");
        Committed again = repository.commit("a", folder("one"), "cy", "again");

        assertEquals(new Committed(first.commit(), "ana", false), again);
        assertEquals(2, history().size());
    }

    @Test
    void aFileThatIsGoneFromTheFolderIsGoneFromTheCommit() {
        repository.commit("a", Folder.of(Map.of("dag.yml", bytes("1"), "old.sql", bytes("2"))), "ana", "");
        String commit = repository.commit("a", folder("1"), "ana", "").commit();

        assertEquals(List.of("dag.yml"), repository.read(commit, "a").paths());
    }

    @Test
    void aCommitNamesItsAuthorTimeAndMessage() {
        repository.commit("a", folder("1"), "ana", "  new columns\u0007\n");
        repository.commit("a", folder("2"), "ana", " ");

        RevCommit newest = history().get(0);
        RevCommit oldest = history().get(1);
        assertEquals("Push a", newest.getFullMessage());
        assertEquals("new columns", oldest.getFullMessage());
        assertEquals("ana", oldest.getAuthorIdent().getName());
        assertEquals(CLOCK.instant(), oldest.getAuthorIdent().getWhenAsInstant());
    }

    @Test
    void commitsOfManyThreadsAndTwoOpenRepositoriesAreAllKept() throws Exception {
        try (DagRepository second = DagRepository.open(directory.resolve("dags.git"), CLOCK);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Committed>> commits = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String dagId = "dag" + i;
                DagRepository one = i % 2 == 0 ? repository : second;
                commits.add(threads.submit(() -> one.commit(dagId, folder(dagId), "ana", "")));
            }
            for (Future<Committed> commit : commits) {
                assertTrue(commit.get().changed());
            }
        }
        assertEquals(24, history().size());
        assertEquals(
                IntStream.range(0, 24).mapToObj(i -> "dag" + i).collect(Collectors.toSet()),
                repository.dagIds().stream().collect(Collectors.toSet()));
    }

    @Test
    void realGitFindsTheRepositorySound() throws Exception {
        repository.commit("a", Folder.of(Map.of("a.txt", bytes("1"), "a/b", bytes("2"), "a-b", bytes("3"))), "ana", "");
        repository.commit("a.b", folder("1"), "ana", "");
        repository.commit("a-b", folder("1"), "ana", "");

        Process fsck = new ProcessBuilder(
                        "git", "--git-dir", directory.resolve("dags.git").toString(), "fsck", "--strict")
                .redirectErrorStream(true)
                .start();
        String output = new String(fsck.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, fsck.waitFor(), output);
    }

    @Test
    void latestIsTheLastCommitThatChangedTheDag() {
        Committed first = repository.commit("a", folder("1"), "ana", "");
        String other = repository.commit("b", folder("1"), "bo", "").commit();

        assertEquals(first.commit(), repository.latest("a").orElseThrow().commit());
        assertEquals("ana", repository.latest("a").orElseThrow().author());
        assertTrue(repository.latest("c").isEmpty());
        assertNotEquals(first.commit(), other);
    }

    @Test
    void anUnknownCommitOrDagIsNotFound() {
        String commit = repository.commit("a", folder("1"), "ana", "").commit();

        for (String bad : List.of("0".repeat(40), "main", "HEAD", "../x", "")) {
            assertEquals(
                    "not-in-repository",
                    assertThrows(PublishException.class, () -> repository.read(bad, "a"))
                            .code());
        }
        assertThrows(PublishException.class, () -> repository.read(commit, "b"));
    }

    @Test
    void aDagIdThatIsAPathIsRefused() {
        for (String bad : List.of("../x", "a/b", ".git", "-x", "", "a\n")) {
            assertThrows(PublishException.class, () -> repository.commit(bad, folder("1"), "ana", ""), bad);
        }
    }

    @Test
    void aLinkOrAnUnsafePathInACommitIsNeverCheckedOut() throws IOException {
        assertThrows(
                PublishException.class, () -> repository.checkout(foreign(FileMode.SYMLINK, "dag.yml"), "a", into()));
        assertThrows(
                PublishException.class, () -> repository.checkout(foreign(FileMode.REGULAR_FILE, ".."), "a", into()));
        assertThrows(
                PublishException.class, () -> repository.checkout(foreign(FileMode.REGULAR_FILE, ".GIT"), "a", into()));
        try (var files = Files.list(into())) {
            assertEquals(0, files.count());
        }
    }

    private Path into() throws IOException {
        return Files.createDirectories(directory.resolve("into"));
    }

    /** A commit such as another program could push. */
    private String foreign(FileMode mode, String name) throws IOException {
        try (Repository git = git();
                ObjectInserter inserter = git.newObjectInserter()) {
            TreeFormatter files = new TreeFormatter();
            files.append(name, mode, inserter.insert(Constants.OBJ_BLOB, bytes("/etc/passwd")));
            TreeFormatter dags = new TreeFormatter();
            dags.append("a", FileMode.TREE, inserter.insert(files));
            TreeFormatter root = new TreeFormatter();
            root.append("dags", FileMode.TREE, inserter.insert(dags));
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(root));
            commit.setAuthor(new PersonIdent("eve", "eve@example.org"));
            commit.setCommitter(new PersonIdent("eve", "eve@example.org"));
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id.name();
        }
    }

    private List<RevCommit> history() {
        try (Repository git = git();
                RevWalk walk = new RevWalk(git)) {
            walk.markStart(walk.parseCommit(git.resolve("main")));
            List<RevCommit> commits =
                    StreamSupport.stream(walk.spliterator(), false).toList();
            return commits;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Repository git() throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(directory.resolve("dags.git").toFile())
                .setBare()
                .build();
    }

    private static Folder folder(String yaml) {
        return Folder.of(Map.of("dag.yml", bytes(yaml)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
