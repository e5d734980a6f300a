package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.launch.SandboxPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Attempts that find a runner and a kernel ready, by the real program. Builds a small environment, so it needs the package index. */
@Tag("network")
@Timeout(600)
class WarmSlotTest {
    private static final String READY = "the kernel was ready beforehand";
    private static final Pattern TOKEN = Pattern.compile("orra_[A-Za-z0-9_-]+");

    /** Prints what of others the kernel can see, and what it leaves behind for the next one to find. */
    private static final String SPY = """
            import glob, os, random
            environments = []
            for path in glob.glob('/proc/[0-9]*/environ'):
                try: environments.append(open(path, 'rb').read())
                except OSError: pass
            print('tokens', sum(b'orra_' in one for one in environments))
            print('runners', sum(b'RunnerMain' in open(p, 'rb').read() for p in glob.glob('/proc/[0-9]*/cmdline')))
            print('work', sorted(os.listdir('/orrery/work')), 'storage', sorted(os.listdir('/orrery/attempt')))
            print('traces', glob.glob('/tmp/trace*') + glob.glob('/orrery/*/trace*'))
            open('/tmp/trace', 'w'), open('/orrery/work/trace', 'w')
            print('seed', random.random(), 'names', 'leftover' in globals(), 'count', get_ipython().execution_count)
            leftover = 1
            used = bytearray(80 << 20); sum(range(6_000_000))""";

    @TempDir
    Path root;

    @Test
    void aClaimedSlotIsAsAFreshStartAndItsCellsAreInTheRecord() throws Exception {
        assumeTrue(SandboxPolicy.detect().isolation().separatesUsers(), "needs bubblewrap");
        Path home = root.resolve("home");
        try (Main program =
                        Main.start(TestingSources.in(root.resolve("program")).config(home, 2), Clock.systemUTC());
                TestingClient client = new TestingClient(program)) {
            client.token("ana");
            client.awaitEnvironment(home);
            String plain = client.run("spy", List.of(SPY));
            assertEquals(Optional.empty(), readyLog(client, lastPath(client)));

            String token = null;
            String first = null;
            String second = null;
            for (int i = 0; i < 60 && second == null; i++) {
                String before = slotToken(home).orElse(null);
                String path = client.runAgain("spy");
                if (readyLog(client, path).isPresent()) {
                    token = first == null ? before : token;
                    second = first == null ? null : path;
                    first = first == null ? path : first;
                }
            }
            assertTrue(second != null, "no attempt found a slot");
            List<String> one = printed(client, first);
            List<String> other = printed(client, second);
            assertEquals(withoutSeed(plain.lines().toList()), withoutSeed(one));
            assertEquals(withoutSeed(one), withoutSeed(other));
            assertTrue(one.containsAll(List.of("tokens 0", "traces []")), one::toString);
            assertTrue(!one.equals(other), "the same random numbers: " + one);

            assertEquals(401, client.status("/api/v1/attempt/order", String.valueOf(token)));
            assertEquals(401, client.status("/api/v1/attempt/claim", String.valueOf(token)));
            slotToken(home).ifPresent(waiting -> assertEquals(404, status(client, waiting)));
            assertCellIsInTheRecord(client.get(attempt(second)));
        }
        try (Stream<Path> left = Files.list(home.resolve("workloads"))) {
            assertEquals(List.of(), left.toList(), "a server that ends takes its slots along");
        }
    }

    /** Wall time, CPU time and the peak of the memory. */
    private static void assertCellIsInTheRecord(JsonNode attempt) {
        JsonNode cell = attempt.path("cells").path(0);
        assertEquals("completed", cell.path("state").asString(""), attempt::toString);
        Instant started = Instant.parse(cell.path("started_at").asString(""));
        Instant ended = Instant.parse(cell.path("ended_at").asString(""));
        Duration wall = Duration.between(started, ended);
        assertTrue(wall.toMillis() > 50 && wall.toSeconds() < 120, cell::toString);
        assertTrue(cell.path("cpu_seconds").asDouble(0) > 0.05, cell::toString);
        assertTrue(cell.path("peak_memory_bytes").asLong(0) > 80 << 20, cell::toString);
    }

    private static int status(TestingClient client, String token) {
        try {
            return client.status("/api/v1/attempt/order", token);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The token of a slot that waits, as only the server can read it. */
    private static Optional<String> slotToken(Path home) throws Exception {
        try (Stream<Path> known = Files.list(home.resolve("workloads"))) {
            Path slot = known.filter(one -> one.getFileName().toString().startsWith("slot-"))
                    .findFirst()
                    .orElse(null);
            if (slot == null) {
                return Optional.empty();
            }
            Matcher matcher = TOKEN.matcher(Files.readString(slot.resolve("arguments")));
            return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
        }
    }

    private static String lastPath(TestingClient client) throws Exception {
        String id = client.get("/api/v1/dags/spy/runs")
                .path("runs")
                .path(0)
                .path("run_id")
                .asString("");
        return "/api/v1/dags/spy/runs/" + TestingClient.encoded(id);
    }

    private static String attempt(String run) {
        return run + "/tasks/notebook/attempts/1";
    }

    private static Optional<String> readyLog(TestingClient client, String run) throws Exception {
        String log = client.get(attempt(run) + "/log").path("text").asString("");
        return log.lines().filter(line -> line.contains(READY)).findFirst();
    }

    private static List<String> printed(TestingClient client, String run) throws Exception {
        StringBuilder text = new StringBuilder();
        client.get(attempt(run) + "/notebook")
                .path("cells")
                .forEach(cell ->
                        cell.path("outputs").forEach(output -> text.append(TestingClient.joined(output.path("text")))));
        return text.toString().lines().toList();
    }

    private static List<String> withoutSeed(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("seed [0-9.e-]+", "seed"))
                .toList();
    }
}
