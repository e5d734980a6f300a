package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When an environment is built, built again, and taken as it is. The builder here makes folders; no network. */
class EnvironmentsTest {
    @TempDir
    Path root;

    Path sources;
    Path home;
    final AtomicInteger built = new AtomicInteger();

    @BeforeEach
    void lockFiles() throws IOException {
        sources = Files.createDirectory(root.resolve("sources"));
        home = root.resolve("home");
        Files.writeString(sources.resolve("default.lock"), "six==1.17.0\n");
        Files.writeString(sources.resolve("default.in"), "six\n");
    }

    @Test
    void isMissingThenBuildingThenReady() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Environments environments = environments((source, draft, progress) -> {
            progress.at("Downloading packages", 3, 9);
            await(go);
            return make(draft);
        });
        List<EnvironmentStatus> seen = new CopyOnWriteArrayList<>();
        environments.onChange(name -> seen.add(environments.list().getFirst()));
        assertEquals(
                EnvironmentStatus.State.MISSING, environments.list().getFirst().state());
        assertTrue(environments.ready("default").isEmpty());

        environments.ensure("default");
        environments.ensure("default");
        TestingWorkloads.await("progress", () -> environments.list().getFirst().done() == 3);
        EnvironmentStatus building = environments.list().getFirst();
        assertEquals("building", building.state().word());
        assertEquals("Downloading packages", building.step());
        assertEquals(9, building.total());
        assertTrue(environments.ready("default").isEmpty(), "half an environment is none");

        go.countDown();
        Environment environment = awaitReady(environments);
        assertEquals(1, built.get());
        assertEquals(64, environment.digest().length());
        assertEquals(
                home.resolve("environments/default-" + environment.digest().substring(0, 12)), environment.prefix());
        assertEquals(List.of(environment.prefix(), Path.of("/opt/python")), environment.readOnlyPaths());
        TestingWorkloads.await("the news", () -> seen.getLast().state() == EnvironmentStatus.State.READY);
        assertEquals(List.of("default-" + environment.digest().substring(0, 12)), folders());
    }

    @Test
    void aLaterServerTakesItAsItIs() {
        Environments first = environments((source, draft, progress) -> make(draft));
        first.ensure("default");
        Environment environment = awaitReady(first);

        Environments later = environments((source, draft, progress) -> {
            throw new AssertionError("built again");
        });
        assertEquals(environment, later.ready("default").orElseThrow());
        later.ensure("default");
        assertEquals(EnvironmentStatus.State.READY, later.list().getFirst().state());
    }

    @Test
    void aFailureIsToldWithItsRemedyAndTriedAgainWhenAsked() {
        Environments environments = environments((source, draft, progress) -> {
            make(draft);
            if (built.get() == 1) {
                throw new LaunchException("No network.", "Plug it in.");
            }
            return List.of();
        });
        environments.ensure("default");
        TestingWorkloads.await(
                "failure", () -> environments.list().getFirst().state() == EnvironmentStatus.State.FAILED);
        assertEquals("No network. Plug it in.", environments.list().getFirst().message());
        assertTrue(environments.ready("default").isEmpty());
        TestingWorkloads.await("nothing to be left", () -> folders().isEmpty());

        environments.ensure("default");
        awaitReady(environments);
    }

    @Test
    void whatAnInterruptedBuildLeftIsNoEnvironmentAndIsRemoved() throws Exception {
        Path left = home.resolve("environments/.building-999999999-default-abc");
        Files.createDirectories(left.resolve("bin"));
        Environments environments = environments((source, draft, progress) -> make(draft));
        assertTrue(environments.ready("default").isEmpty());
        TestingWorkloads.await("its removal", () -> !Files.exists(left));
        environments.ensure("default");
        awaitReady(environments);
    }

    @Test
    void aFolderWithoutItsDescriptionOrInterpreterIsBuiltAgain() throws Exception {
        Environments environments = environments((source, draft, progress) -> make(draft));
        environments.ensure("default");
        Path prefix = awaitReady(environments).prefix();

        Files.delete(prefix.resolve("orrery-environment.json"));
        assertTrue(environments.ready("default").isEmpty());
        environments.ensure("default");
        awaitReady(environments);
        assertEquals(2, built.get());

        Files.delete(prefix.resolve("bin/python"));
        assertTrue(environments.ready("default").isEmpty());
        Files.createSymbolicLink(prefix.resolve("bin/python"), root.resolve("removed-python"));
        assertTrue(environments.ready("default").isEmpty());
        environments.ensure("default");
        awaitReady(environments);
        assertEquals(3, built.get());
    }

    @Test
    void oldOnesAreRemovedButForTheCurrentTheNewestAndThoseInUse() throws Exception {
        Environments environments = environments((source, draft, progress) -> make(draft));
        environments.ensure("default");
        String current = awaitReady(environments).prefix().getFileName().toString();
        Instant now = Instant.parse("2030-01-31T00:00:00Z");
        dated(current, "2029-01-01T00:00:00Z");
        dated("default-0000000000aa", "2029-12-01T00:00:00Z");
        dated("default-0000000000bb", "2029-11-01T00:00:00Z");
        dated("default-0000000000cc", "2029-06-01T00:00:00Z");
        dated("default-two-0000000000dd", "2028-01-01T00:00:00Z");
        dated("gone-0000000000ee", "2028-01-01T00:00:00Z");
        dated("gone-0000000000ff", "2030-01-25T00:00:00Z");
        Files.createDirectories(home.resolve("environments/of-somebody-else"));

        environments.removeOld(folder -> folder.endsWith("default-0000000000cc"), now);

        TestingWorkloads.await("the drafts to go", () -> folders().stream().noneMatch(name -> name.startsWith(".")));
        assertEquals(
                Set.of(
                        current,
                        "default-0000000000aa",
                        "default-0000000000cc",
                        "default-two-0000000000dd",
                        "gone-0000000000ff",
                        "of-somebody-else"),
                Set.copyOf(folders()));
        assertTrue(environments.ready("default").isPresent());
    }

    @Test
    void oneThatIsYoungIsKept() throws Exception {
        Environments environments = environments((source, draft, progress) -> make(draft));
        dated("default-0000000000aa", "2030-01-02T00:00:00Z");
        dated("default-0000000000bb", "2030-01-01T00:00:00Z");
        environments.removeOld(folder -> false, Instant.parse("2030-01-07T00:00:00Z"));
        assertEquals(2, folders().size());
        environments.removeOld(folder -> false, Instant.parse("2030-01-09T00:00:00Z"));
        TestingWorkloads.await("the older to go", () -> folders().equals(List.of("default-0000000000aa")));
    }

    @Test
    void anUnknownNameIsRefusedAndNoPathIsAName() {
        Environments environments = environments((source, draft, progress) -> make(draft));
        for (String name : List.of("other", "../sources/default", "", "Default", "default.lock")) {
            LaunchException refusal = assertThrows(LaunchException.class, () -> environments.ensure(name));
            assertTrue(refusal.getMessage().contains("There are: default"), refusal::getMessage);
            assertTrue(environments.ready(name).isEmpty());
        }
        assertFalse(Files.exists(home.resolve("environments")));
    }

    private void dated(String name, String built) throws IOException {
        Path folder = Files.createDirectories(home.resolve("environments").resolve(name));
        Path description = folder.resolve("orrery-environment.json");
        if (!Files.exists(description)) {
            Files.writeString(description, "{}");
        }
        Files.setLastModifiedTime(description, FileTime.from(Instant.parse(built)));
    }

    private Environments environments(EnvironmentBuilder builder) {
        return new Environments(List.of(sources), null, home, null, (source, draft, progress) -> {
            built.incrementAndGet();
            return builder.build(source, draft, progress);
        });
    }

    private Environment awaitReady(Environments environments) {
        TestingWorkloads.await(
                "the environment", () -> environments.list().getFirst().state() == EnvironmentStatus.State.READY);
        return environments.ready("default").orElseThrow();
    }

    private List<String> folders() {
        try (Stream<Path> folders = Files.list(home.resolve("environments"))) {
            return folders.map(folder -> folder.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> make(Path draft) {
        try {
            Files.createDirectories(draft.resolve("bin"));
            Files.createSymbolicLink(draft.resolve("bin/python"), Path.of("/bin/sh"));
            return List.of(Path.of("/opt/python"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
