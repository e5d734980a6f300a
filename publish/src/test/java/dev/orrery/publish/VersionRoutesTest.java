package dev.orrery.publish;

import static dev.orrery.publish.TestingFolders.YAML;
import static dev.orrery.publish.TestingFolders.notebook;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.publish.TestingServer.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class VersionRoutesTest {
    private static final Instant NOW = Instant.parse("2026-03-02T04:05:06Z");

    @TempDir
    Path directory;

    private DagRepository repository;
    private TestingServer server;

    @BeforeEach
    void start() {
        repository = DagRepository.open(directory.resolve("dags.git"), InstantSource.fixed(NOW));
        server = new TestingServer(
                new Publisher(repository, new DagChecker(Set.of("python3")), new TestingDeployment()), repository);
    }

    @AfterEach
    void stop() {
        server.close();
        repository.close();
    }

    @Test
    void versionsAreTheDagsOwnNewestFirst() throws Exception {
        String first = commit("sales", Map.of("dag.yml", bytes(YAML)), "ana", "first");
        commit("other", Map.of("dag.yml", bytes(YAML)), "ben", "not of this dag");
        String second = commit("sales", Map.of("dag.yml", bytes(YAML + "\n")), "ben", "a line more");

        JsonNode versions = server.get("reader", "/dags/sales/versions").body().get("versions");

        assertEquals(2, versions.size());
        assertEquals(second, versions.get(0).get("commit").asString());
        assertEquals("ben", versions.get(0).get("author").asString());
        assertEquals("a line more", versions.get(0).get("message").asString());
        assertEquals(NOW.toString(), versions.get(0).get("at").asString());
        assertEquals(first, versions.get(1).get("commit").asString());
    }

    @Test
    void parametersAreWhatTheNotebooksDeclare() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("dag.yml", bytes(YAML));
        files.put("a.ipynb", bytes(notebook("days: int = 7  # how many\\nregion = 'eu'")));
        files.put("b.ipynb", bytes(notebook("days = 9\\nrate = .5\\ndry = True\\nstores = ['x']\\nwhen = None")));
        files.put("c.ipynb", bytes("no notebook"));
        String commit = commit("sales", files, "ana", "first");

        Answer answer = server.get("reader", "/dags/sales/versions/" + commit + "/parameters");

        assertEquals(200, answer.status());
        JsonNode found = answer.body().get("parameters");
        assertEquals(
                "days integer, region text, rate number, dry boolean, stores json, when any",
                found.valueStream()
                        .map(one -> one.get("name").asString() + " "
                                + one.get("kind").asString())
                        .collect(java.util.stream.Collectors.joining(", ")));
        assertEquals("how many", found.get(0).get("help").asString());
        assertEquals("7", found.get(0).get("default_text").asString());
        assertEquals("[\"a.ipynb\",\"b.ipynb\"]", found.get(0).get("notebooks").toString());
        assertEquals(
                404,
                server.get("reader", "/dags/nope/versions/" + commit + "/parameters")
                        .status());
    }

    @Test
    void filesAreThoseOfTheirCommitAndOnlyTextHasText() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("dag.yml", bytes(YAML));
        files.put("n.ipynb", bytes(notebook("x = 1")));
        files.put("logo.png", new byte[] {(byte) 0x89, 'P', (byte) 0xff, 0});
        String first = commit("sales", files, "ana", "first");
        commit("sales", Map.of("dag.yml", bytes(YAML)), "ana", "less");

        Answer answer = server.get("reader", "/dags/sales/versions/" + first);

        assertEquals(200, answer.status());
        JsonNode found = answer.body().get("files");
        assertEquals(3, found.size());
        assertEquals(YAML, found.get(0).get("text").asString());
        assertEquals("logo.png", found.get(1).get("path").asString());
        assertTrue(found.get(1).get("text").isNull());
        assertEquals(4, found.get(1).get("size").asInt());
    }

    @Test
    void whatIsNotThereAnswers404() throws Exception {
        String commit = commit("sales", Map.of("dag.yml", bytes(YAML)), "ana", "first");
        assertEquals(404, server.get("reader", "/dags/none/versions").status());
        assertEquals(404, server.get("reader", "/dags/none/versions/" + commit).status());
        assertEquals(
                404,
                server.get("reader", "/dags/sales/versions/" + "0".repeat(40)).status());
        assertEquals(404, server.get("reader", "/dags/sales/versions/main").status());
        assertEquals(403, server.get("attempt", "/dags/sales/versions").status());
    }

    private String commit(String dagId, Map<String, byte[]> files, String author, String message) {
        return repository.commit(dagId, Folder.of(files), author, message).commit();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
