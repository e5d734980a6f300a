package dev.orrery.publish;

import static dev.orrery.publish.TestingFolders.YAML;
import static dev.orrery.publish.TestingFolders.notebook;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.publish.TestingServer.Answer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishRoutesTest {
    private static final List<Map<String, String>> SALES =
            List.of(file("dag.yml", YAML), file("notebook.ipynb", notebook("msgs = 1")));

    @TempDir
    Path directory;

    private final TestingDeployment deployment = new TestingDeployment();
    private DagRepository repository;
    private TestingServer server;

    @BeforeEach
    void start() {
        repository = DagRepository.open(directory.resolve("dags.git"), InstantSource.system());
        server =
                new TestingServer(new Publisher(repository, new DagChecker(Set.of("python3")), deployment), repository);
    }

    @AfterEach
    void stop() {
        server.close();
        repository.close();
    }

    @Test
    void aPushAnswers201WithWhatIsDeployed() throws Exception {
        Answer answer = server.post("user", "/pushes", Map.of("message", "first", "files", SALES));

        assertEquals(201, answer.status());
        assertEquals("sales", answer.body().get("dag_id").asString());
        assertEquals(
                deployment.calls.getFirst().commit(),
                answer.body().get("commit").asString());
        assertEquals("/dags/sales", answer.body().get("url").asString());
        assertTrue(answer.body().get("changed").asBoolean());
        assertEquals("2026-03-02T00:00:00Z", answer.body().get("next_run_at").asString());
        assertEquals(0, answer.body().get("warnings").size());
    }

    @Test
    void aNotebookServerPushesForItsUser() throws Exception {
        assertEquals(
                201, server.post("server", "/pushes", Map.of("files", SALES)).status());
        assertEquals("ana", deployment.calls.getFirst().runAs());
    }

    @Test
    void problemsAnswer422AsAProblemDocument() throws Exception {
        Answer answer = server.post("user", "/pushes", Map.of("files", List.of(file("dag.yml", YAML))));

        assertEquals(422, answer.status());
        assertEquals("application/problem+json", answer.mediaType());
        assertEquals(422, answer.body().get("status").asInt());
        var problem = answer.body().get("problems").get(0);
        assertEquals("dag.yml", problem.get("file").asString());
        assertEquals(5, problem.get("line").asInt());
        assertEquals("error", problem.get("severity").asString());
        assertTrue(problem.get("remedy").asString().length() > 5);
        assertEquals(List.of(), repository.dagIds());
    }

    @Test
    void aCheckAnswersTheSameFindingsAndChangesNothing() throws Exception {
        Answer sound = server.post("reader", "/dags/check", Map.of("files", SALES));
        assertEquals(200, sound.status());
        assertEquals("{\"dag_id\":\"sales\",\"problems\":[]}", sound.body().toString());

        Answer unsound = server.post("reader", "/dags/check", Map.of("files", List.of()));
        assertEquals(200, unsound.status());
        assertTrue(unsound.body().get("dag_id").isNull());
        assertTrue(unsound.body().get("problems").get(0).get("line").isNull());
        assertEquals(List.of(), repository.dagIds());
    }

    @Test
    void aPreviewHasTheFoldersRunsAndChangesNothing() throws Exception {
        Answer answer = server.post(
                "reader",
                "/dags/preview",
                Map.of("files", SALES, "from", "2026-01-01T00:00:00Z", "to", "2027-01-01T00:00:00Z"));

        assertEquals(200, answer.status());
        var run = answer.body().get("runs").get(0);
        assertTrue(run.get("run_id").asString().startsWith("scheduled__"));
        assertTrue(run.get("tasks").get("notebook").has("parameters"), run.toString());
        assertEquals(List.of(), repository.dagIds());
        assertEquals(
                422,
                server.post(
                                "reader",
                                "/dags/preview",
                                Map.of(
                                        "files",
                                        List.of(),
                                        "from",
                                        "2026-01-01T00:00:00Z",
                                        "to",
                                        "2027-01-01T00:00:00Z"))
                        .status());
        assertEquals(
                400,
                server.post("reader", "/dags/preview", Map.of("files", SALES)).status());
    }

    @Test
    void theScopeIsAskedFor() throws Exception {
        assertEquals(
                403, server.post("reader", "/pushes", Map.of("files", SALES)).status());
        assertEquals(
                403, server.post("attempt", "/pushes", Map.of("files", SALES)).status());
        assertEquals(
                403,
                server.post("attempt", "/dags/check", Map.of("files", SALES)).status());
        assertEquals(
                401,
                server.post("nobody", "/dags/check", Map.of("files", SALES)).status());
    }

    @Test
    void bodiesThatAreNoFolderAnswer400() throws Exception {
        for (String body : List.of(
                "{}",
                "{\"files\": null}",
                "{\"files\": [null]}",
                "{\"files\": [{\"path\": \"a\"}]}",
                "{\"files\": [{\"path\": \"a\", \"content\": \"*\"}]}",
                "{\"files\": [{\"path\": \"../a\", \"content\": \"\"}]}",
                "{\"files\": [{\"path\": \"a\", \"content\": \"\"}, {\"path\": \"a\", \"content\": \"\"}]}",
                "{\"files\": [], \"other\": 1}",
                "[",
                "")) {
            for (String path : List.of("/pushes", "/dags/check")) {
                assertEquals(400, server.post("user", path, body).status(), path + " " + body);
            }
        }
    }

    @Test
    void aFolderAsLargeAsItMayBeIsTaken() throws Exception {
        List<Map<String, String>> files = new ArrayList<>(SALES);
        files.add(Map.of("path", "data.bin", "content", Base64.getEncoder().encodeToString(new byte[49_000_000])));
        assertEquals(201, server.post("user", "/pushes", Map.of("files", files)).status());

        files.add(Map.of("path", "more.bin", "content", Base64.getEncoder().encodeToString(new byte[1_000_000])));
        assertEquals(413, server.post("user", "/pushes", Map.of("files", files)).status());
    }

    private static Map<String, String> file(String path, String text) {
        return Map.of("path", path, "content", Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));
    }
}
