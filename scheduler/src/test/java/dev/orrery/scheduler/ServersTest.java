package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.dag.DagFile;
import dev.orrery.dag.ParsedDag;
import dev.orrery.database.Database;
import dev.orrery.database.TestingPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers, each a process of its own, on one PostgreSQL; the runners are real processes, too. */
final class ServersTest {
    private static final int RUNS = 12;
    private static final int TASKS = 4;
    /** How much each server does at once. */
    private static final int PLACES = 3;

    private static final Duration TAKEN_OVER = Duration.ofSeconds(3);
    private static final String DAG = """
            dag_id: d
            owner: ana
            schedule: none
            max_active_runs: 100
            tasks:
              a: {notebook: a.ipynb}
              b: {notebook: b.ipynb, after: [a]}
              c: {notebook: c.ipynb, after: [a]}
              d: {notebook: d.ipynb, after: [b, c]}
            """;

    @TempDir
    Path folder;

    private final List<Process> servers = new ArrayList<>();
    private String url;
    private TestingScheduler watcher;

    @BeforeEach
    void deploy() {
        url = TestingPostgres.newDatabase();
        watcher = new TestingScheduler(Database.open(url), folder.resolve("watcher"));
        if (!(DagFile.parse("dag.yml", DAG) instanceof ParsedDag.Valid valid)) {
            throw new AssertionError("the dag is wrong");
        }
        watcher.scheduler.deploy(valid.dag(), DAG, "c1", "ana", List.of("dag.yml"));
    }

    @AfterEach
    void end() throws Exception {
        for (Process server : servers) {
            server.destroyForcibly().waitFor();
        }
        watcher.close();
    }

    @Test
    void oneThatIsKilledIsTakenOverAndNothingRunsTwice() throws Exception {
        Process first = server("first");
        server("second");
        triggerAndHold();

        first.destroyForcibly().waitFor();
        // One ends while nobody looks, the others after the second server has them.
        go(claimed("first").getFirst());
        Set<Long> beats = new TreeSet<>();
        await("the first one's death to be noted", () -> {
            beats.add(expiresAt("second"));
            return lostAt("first") > 0;
        });
        release();

        awaitAllRunsSucceed();
        // By the second one's own beats, which come late on a machine that is busy with other things.
        Duration took = Peers.BEAT.multipliedBy(beats.size() - 1L);
        assertTrue(took.compareTo(TAKEN_OVER) <= 0, "taken over after " + took);
        assertTrue(Peers.LEASE.plus(Peers.BEAT).compareTo(TAKEN_OVER) < 0);
    }

    @Test
    void oneThatWasPausedDoesNothingTwiceWhenItGoesOn() throws Exception {
        Process first = server("first");
        server("second");
        triggerAndHold();

        signal(first, "STOP");
        await("the first one to be taken for dead", () -> lostAt("first") > 0);
        release();
        await("the second one to go on alone", () -> working("second") == 0);
        signal(first, "CONT");

        awaitAllRunsSucceed();
        await("the first one to be alive again", () -> lostAt("first") == 0);
    }

    @Test
    void connectionsThatAreCutAreOpenedAnew() throws Exception {
        server("first");
        server("second");
        trigger();
        for (int i = 0; i < 5; i++) {
            int before = ran();
            await("work to go on", () -> ran() > before + 3);
            watcher.database.read(tx -> tx.list("""
                    SELECT pg_terminate_backend(pid) AS cut FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()""", row -> row.text("cut")));
        }
        awaitAllRunsSucceed();
    }

    private Process server(String name) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestingServer.class.getName(),
                        url,
                        folder.toString(),
                        name,
                        Integer.toString(PLACES))
                .redirectError(folder.resolve(name + ".log").toFile())
                .start();
        servers.add(process);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertEquals("ready", out.readLine(), () -> log(name));
        return process;
    }

    private void trigger() {
        for (int i = 0; i < RUNS; i++) {
            watcher.scheduler.trigger("d", Map.of(), "ana");
        }
        watcher.scheduler.store().<Object>change(tx -> {
            watcher.scheduler.store().servers().tell(tx, "orrery", "{\"from\":\"test\",\"messages\":[{}]}");
            return null;
        });
    }

    /** Has both servers do as much as they can at once, and each task of it under way until {@link #release}. */
    private void triggerAndHold() throws IOException {
        Files.createFile(folder.resolve("hold"));
        trigger();
        await(
                "work under way on both",
                () -> ran() == 2 * PLACES && working("first") == PLACES && working("second") == PLACES);
    }

    private void release() throws IOException {
        Files.delete(folder.resolve("hold"));
        for (String server : List.of("first", "second")) {
            for (AttemptRow attempt : claimed(server)) {
                go(attempt);
            }
        }
    }

    private void go(AttemptRow attempt) throws IOException {
        Path go = folder.resolve("objects").resolve(attempt.folder()).resolve("go");
        if (!Files.exists(go)) {
            Files.createFile(go);
        }
    }

    private List<AttemptRow> claimed(String server) {
        return watcher.scheduler
                .store()
                .read(tx -> watcher.scheduler.store().claims().claimed(tx, server));
    }

    private void awaitAllRunsSucceed() throws Exception {
        await(
                "all runs to end",
                () -> watcher.runs("d").stream().allMatch(run -> run.state().isTerminal()));
        for (RunRow run : watcher.runs("d")) {
            assertEquals(RunState.SUCCESS, run.state(), run + log("first") + log("second"));
            for (AttemptRow attempt : watcher.scheduler
                    .store()
                    .read(tx -> watcher.scheduler.store().attempts().ofRun(tx, run.key()))) {
                assertEquals(1, attempt.number(), attempt + ": " + log("first") + log("second"));
                assertEquals(1, ran(folder.resolve("objects").resolve(attempt.folder())), attempt.toString());
            }
        }
        assertEquals(RUNS * TASKS, ran());
    }

    private int ran() {
        return ran(folder.resolve("objects"));
    }

    private static int ran(Path below) {
        try (var files = Files.walk(below)) {
            return (int) files.filter(file -> file.getFileName().toString().startsWith("ran-"))
                    .count();
        } catch (IOException e) {
            return 0; // none yet, or one comes just now
        } catch (java.io.UncheckedIOException e) {
            return 0;
        }
    }

    private int working(String server) {
        return claimed(server).size();
    }

    private long lostAt(String server) {
        return watcher.database
                .read(tx -> tx.first(
                        "SELECT COALESCE(lost_at, 0) AS at FROM server WHERE name = ?",
                        row -> row.number("at"),
                        server))
                .orElseThrow();
    }

    /** Changes with each of a server's beats. */
    private long expiresAt(String server) {
        return watcher.database
                .read(tx ->
                        tx.first("SELECT expires_at AS at FROM server WHERE name = ?", row -> row.number("at"), server))
                .orElseThrow();
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what + "; "
                        + watcher.runs("d").stream()
                                .map(run -> run.state().text())
                                .toList() + log("first") + log("second"));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private String log(String name) {
        try {
            return "\n" + name + ":\n" + Files.readString(folder.resolve(name + ".log"));
        } catch (IOException e) {
            return "";
        }
    }

    private static void signal(Process process, String signal) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }
}
