package dev.orrery.publish;

import static dev.orrery.publish.TestingFolders.YAML;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class VersionDiffRoutesTest {
    @TempDir
    Path directory;

    private DagRepository repository;
    private TestingServer server;

    @BeforeEach
    void start() {
        repository = DagRepository.open(
                directory.resolve("dags.git"), InstantSource.fixed(Instant.parse("2026-03-02T04:05:06Z")));
        server = new TestingServer(
                new Publisher(repository, new DagChecker(Set.of("python3")), new TestingDeployment()), repository);
    }

    @AfterEach
    void stop() {
        server.close();
        repository.close();
    }

    @Test
    void filesThatChangedCameOrWentAreNamed() throws Exception {
        String old = commit(Map.of("gone.py", "x = 1\n", "same.py", "y\n", "n.py", "a\n"));
        String fresh = commit(Map.of("came.py", "x = 1\n", "same.py", "y\n", "n.py", "b\n"));

        assertEquals(
                "came.py added, gone.py removed, n.py changed",
                get(fresh + "/changes?from=" + old)
                        .get("files")
                        .valueStream()
                        .map(file -> file.get("path").asString() + " "
                                + file.get("change").asString())
                        .collect(Collectors.joining(", ")));
        assertEquals(0, get(fresh + "/changes?from=" + fresh).get("files").size());
    }

    @Test
    void aTextIsComparedByLinesAndWordsWithAFewEqualOnesAround() throws Exception {
        String lines = "one\ntwo\nthree\nfour\nlimit = 10\nsix\nseven\neight\nnine\nten\n";
        String old = commit(Map.of("a.py", lines));
        String fresh = commit(Map.of("a.py", lines.replace("limit = 10", "limit = 20")));

        JsonNode diff = diff(old, fresh, "a.py", "&context=1");

        assertEquals("text", diff.get("kind").asString());
        assertEquals("gap 1 1 x3|same 4 4|old 5 - limit = [10]|new - 5 limit = [20]|same 6 6|gap 7 7 x4", lines(diff));
        assertTrue(lines(diff(old, fresh, "a.py", "&context=99")).startsWith("same 1 1|same 2 2"));
    }

    @Test
    void aNotebookIsComparedCellByCell() throws Exception {
        String old =
                commit(Map.of("n.ipynb", notebook(cell("a", "x = 1"), cell("b", "y = 2\\nz = 3"), cell("c", "w"))));
        String fresh = commit(
                Map.of(
                        "n.ipynb",
                        notebook(
                                cell("new", "import pandas"),
                                cell("a", "x = 1"),
                                cell("b", "y = 2\\nz = 4"),
                                cell("c", "w")
                                        .replace(
                                                "\"outputs\":[]",
                                                "\"outputs\":[{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":\"hi\"}]"))));

        JsonNode diff = diff(old, fresh, "n.ipynb", "");

        assertEquals("notebook", diff.get("kind").asString());
        assertEquals(
                "added - 1 [] new - 1 import pandas; same 1 2 [] ; changed 2 3 [] same 1 1|old 2 - z = [3]|new - 2 z = [4];"
                        + " changed 3 4 [outputs] ",
                diff.get("cells")
                        .valueStream()
                        .map(cell -> cell.get("change").asString() + " " + number(cell.get("before")) + " "
                                + number(cell.get("after")) + " "
                                + cell.get("also")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList() + " " + lines(cell))
                        .collect(Collectors.joining("; ")));
    }

    @Test
    void aBrokenNotebookIsATextAndWhatIsNoTextIsNotCompared() throws Exception {
        String old = commit(Map.of("n.ipynb", "{\"cells\": 1}", "p.bin", "\0"));
        Map<String, byte[]> files = new HashMap<>(Map.of("dag.yml", bytes(YAML), "n.ipynb", bytes("{\"cells\": 2}")));
        files.put("p.bin", new byte[] {(byte) 0xff, 0, 1});
        String fresh =
                repository.commit("sales", Folder.of(files), "ana", "next").commit();

        assertEquals("text", diff(old, fresh, "n.ipynb", "").get("kind").asString());
        assertEquals("none", diff(old, fresh, "p.bin", "").get("kind").asString());
    }

    /** Lines that are all alike and none equal are the hardest to pair. */
    @Test
    void whatIsMeantToTakeLongTakesNeitherTimeNorSpace() throws Exception {
        String old = commit(Map.of(
                "a.py",
                alike(90_000, 7),
                "n.ipynb",
                notebook(cell("a", escaped(alike(60_000, 7)))),
                "l.py",
                "\n".repeat(3_900_000)));
        String fresh = commit(Map.of(
                "a.py", alike(90_000, 11), "n.ipynb", notebook(cell("a", escaped(alike(60_000, 11)))), "l.py", "x"));

        long start = System.nanoTime();
        JsonNode text = diff(old, fresh, "a.py", "&context=10000");
        JsonNode cells = diff(old, fresh, "n.ipynb", "");

        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 60);
        assertTrue(text.toString().length() < 4_000_000);
        assertEquals(
                "cut",
                text.get("lines").get(text.get("lines").size() - 1).get("kind").asString());
        assertTrue(cells.toString().length() < 4_000_000);
        assertEquals("none", diff(old, fresh, "l.py", "").get("kind").asString());
    }

    @Test
    void whatIsNotThereOrNotSaidIsRefused() throws Exception {
        String commit = commit(Map.of("a.py", "x"));
        assertEquals(404, status("reader", commit + "/diff?from=" + commit + "&path=no.py"));
        assertEquals(404, status("reader", commit + "/diff?from=" + "0".repeat(40) + "&path=a.py"));
        assertEquals(404, status("reader", commit + "/changes?from=main"));
        assertEquals(400, status("reader", commit + "/changes"));
        assertEquals(400, status("reader", commit + "/diff?from=" + commit));
        assertEquals(403, status("attempt", commit + "/diff?from=" + commit + "&path=a.py"));
    }

    /** So many lines of six words each, which share some of them with every other. */
    private static String alike(int lines, int seed) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            for (int j = 0; j < 6; j++) {
                text.append((char) ('a' + (i * (j + seed) * 31 + j) % 23)).append(j == 5 ? '\n' : ' ');
            }
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replace("\n", "\\n");
    }

    private static String notebook(String... cells) {
        return "{\"cells\":[" + String.join(",", cells) + "],\"metadata\":{},\"nbformat\":4,\"nbformat_minor\":5}";
    }

    private static String cell(String id, String source) {
        return "{\"cell_type\":\"code\",\"id\":\"" + id
                + "\",\"metadata\":{},\"execution_count\":null,\"outputs\":[],\"source\":\"" + source + "\"}";
    }

    private String commit(Map<String, String> files) {
        Map<String, byte[]> all = new HashMap<>(Map.of("dag.yml", bytes(YAML)));
        files.forEach((path, text) -> all.put(path, bytes(text)));
        return repository.commit("sales", Folder.of(all), "ana", "next").commit();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private JsonNode diff(String old, String fresh, String path, String more) throws Exception {
        return get(fresh + "/diff?from=" + old + "&path=" + URLEncoder.encode(path, UTF_8) + more);
    }

    private JsonNode get(String rest) throws Exception {
        TestingServer.Answer answer = server.get("reader", "/dags/sales/versions/" + rest);
        assertEquals(200, answer.status());
        return answer.body();
    }

    private int status(String caller, String rest) throws Exception {
        return server.get(caller, "/dags/sales/versions/" + rest).status();
    }

    private static String lines(JsonNode parent) {
        return parent.get("lines")
                .valueStream()
                .map(VersionDiffRoutesTest::line)
                .collect(Collectors.joining("|"));
    }

    private static String line(JsonNode line) {
        String kind = line.get("kind").asString();
        String place = kind + " " + number(line.get("before")) + " " + number(line.get("after"));
        return switch (kind) {
            case "same" -> place;
            case "gap" -> place + " x" + line.get("count").asInt();
            default ->
                place + " "
                        + line.get("pieces")
                                .valueStream()
                                .map(piece -> piece.get("changed").asBoolean()
                                        ? "[" + piece.get("text").asString() + "]"
                                        : piece.get("text").asString())
                                .collect(Collectors.joining());
        };
    }

    private static String number(JsonNode number) {
        return number.isNull() ? "-" : number.asString();
    }
}
