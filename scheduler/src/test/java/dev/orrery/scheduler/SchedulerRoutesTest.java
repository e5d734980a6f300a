package dev.orrery.scheduler;

import static dev.orrery.scheduler.TestingApi.encode;
import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.database.Database;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Over real HTTP, each answer checked against the API's description. */
final class SchedulerRoutesTest {
    @TempDir
    Path folder;

    private TestingScheduler testing;
    private TestingApi api;

    @BeforeEach
    void start() throws IOException {
        testing = new TestingScheduler(Database.open("jdbc:sqlite:" + folder.resolve("orrery.db")), folder);
        testing.scheduler.recover();
        api = new TestingApi(testing);
    }

    @AfterEach
    void stop() {
        api.close();
        testing.close();
    }

    @Test
    void dagsAreShownAsTheApiDescribesThem() throws Exception {
        testing.deploy(dag("d", "0 0 * * *", true, 16, task("a"), task("b", "a")));
        testing.deploy(dag("other", task("a")));
        testing.settle();
        JsonNode dags = get("/dags", "/dags").get("dags");
        assertEquals(2, dags.size());
        JsonNode first = dags.get(0);
        assertEquals("d", first.get("dag_id").asString());
        assertEquals("every day at 00:00", first.get("schedule_text").asString());
        assertEquals("2026-03-06T00:00:00Z", first.get("next_run_at").asString());
        assertEquals(4, first.get("recent_runs").size());
        assertEquals(
                "scheduled__2026-03-05T00:00:00+00:00",
                first.get("recent_runs").get(3).get("run_id").asString());
        JsonNode dag = get("/dags/{dag_id}", "/dags/d");
        assertEquals("{{ ds }}", dag.get("parameters").get("day").asString());
        assertEquals(List.of("a"), texts(dag.get("tasks").get(1).get("after")));
        assertEquals(404, send("GET", "/dags/nope", null).statusCode());
        assertEquals(404, send("GET", "/dags/%2e%2e%2fx", null).statusCode());
    }

    @Test
    void onlyTheTwentyNewestRunsAreRecentOfEachDag() throws Exception {
        for (String id : List.of("d", "e")) {
            testing.deploy(dag(id, "none", false, 100, task("a")));
            for (int i = 0; i < 22; i++) {
                testing.now = testing.now.plusSeconds(1);
                testing.trigger(id);
            }
        }
        for (JsonNode dag : get("/dags", "/dags").get("dags")) {
            assertEquals(20, dag.get("recent_runs").size());
            assertEquals(
                    testing.runs(dag.get("dag_id").asString()).getLast().key().runId(),
                    dag.get("recent_runs").get(19).get("run_id").asString());
        }
    }

    @Test
    void aDagIsPausedAndGoesOn() throws Exception {
        testing.deploy(dag("d", "0 0 * * *", false, 16, task("a")));
        JsonNode paused = json(200, "/dags/{dag_id}", "patch", send("PATCH", "/dags/d", "{\"paused\": true}"));
        assertTrue(paused.get("paused").asBoolean());
        assertTrue(paused.get("next_run_at").isNull());
        JsonNode going = json(200, "/dags/{dag_id}", "patch", send("PATCH", "/dags/d", "{\"paused\": false}"));
        assertFalse(going.get("next_run_at").isNull());
        assertEquals(400, send("PATCH", "/dags/d", "{\"pausd\": false}").statusCode());
        assertEquals(400, send("PATCH", "/dags/d", "{}").statusCode());
    }

    @Test
    void runsAreListedAPageAtATime() throws Exception {
        testing.deploy(dag("d", "0 0 * * *", true, 16, task("a")));
        testing.settle();
        JsonNode first = get("/dags/{dag_id}/runs", "/dags/d/runs?limit=3");
        assertEquals(3, first.get("runs").size());
        assertTrue(first.get("has_more").asBoolean());
        String last = first.get("runs").get(2).get("run_id").asString();
        JsonNode second = get("/dags/{dag_id}/runs", "/dags/d/runs?limit=3&before=" + encode(last));
        assertEquals(1, second.get("runs").size());
        assertFalse(second.get("has_more").asBoolean());
        assertEquals(
                "scheduled__2026-03-02T00:00:00+00:00",
                second.get("runs").get(0).get("run_id").asString());
        assertEquals(
                0,
                get("/dags/{dag_id}/runs", "/dags/d/runs?before=nope")
                        .get("runs")
                        .size());
        assertEquals(404, send("GET", "/dags/nope/runs", null).statusCode());
    }

    @Test
    void aRunIsMadeCancelledAndRetried() throws Exception {
        testing.deploy(dag("d", task("a"), task("b", "a")));
        JsonNode made = json(
                201,
                "/dags/{dag_id}/runs",
                "post",
                send("POST", "/dags/d/runs", "{\"parameters\": {\"n\": [1, null]}}"));
        assertEquals("manual", made.get("kind").asString());
        assertEquals("ana", made.get("triggered_by").asString());
        assertEquals(201, send("POST", "/dags/d/runs", null).statusCode());
        assertEquals(
                422,
                send("POST", "/dags/d/runs", "{\"parameters\": {\"a b\": 1}}").statusCode());
        assertEquals(404, send("POST", "/dags/nope/runs", "{}").statusCode());
        testing.settle();
        String run = "/dags/d/runs/" + encode(made.get("run_id").asString());
        JsonNode cancelled =
                json(202, "/dags/{dag_id}/runs/{run_id}/cancel", "post", send("POST", run + "/cancel", ""));
        assertEquals("cancelled", cancelled.get("tasks").get(1).get("state").asString());
        String runId = made.get("run_id").asString();
        testing.launcher.end(testing.attempt("d", runId, "a").attemptId(), 143, false, testing.now);
        assertEquals(409, send("POST", run + "/cancel", "").statusCode());
        JsonNode retried = json(
                202,
                "/dags/{dag_id}/runs/{run_id}/tasks/{task_id}/retry",
                "post",
                send("POST", run + "/tasks/a/retry", ""));
        assertEquals("running", retried.get("state").asString());
        assertEquals(2, retried.get("tasks").get(0).get("attempts").size());
        assertEquals(409, send("POST", run + "/tasks/a/retry", "").statusCode());
        assertEquals(404, send("POST", run + "/tasks/zzz/retry", "").statusCode());
        assertEquals(404, send("GET", "/dags/d/runs/nope", null).statusCode());
    }

    @Test
    void aRunnerGetsItsOrderAndTellsWhatHappens() throws Exception {
        testing.deploy(dag("d", task("a", 0, Duration.ZERO, Duration.ofMinutes(5))));
        String runId = testing.trigger("d");
        AttemptRow attempt = testing.attempt("d", runId, "a");
        HttpResponse<String> order = runner("GET", "/attempt/order", attempt.attemptId(), null);
        JsonNode ordered = json(200, "/attempt/order", "get", order);
        assertEquals(300, ordered.get("timeout_seconds").asInt());
        JsonNode taken =
                json(200, "/attempt/events", "post", runner("POST", "/attempt/events", attempt.attemptId(), """
                {"events": [
                  {"sequence": 1, "at": "2026-03-05T10:00:00Z", "kind": "started", "cells_total": 3},
                  {"sequence": 2, "at": "2026-03-05T10:00:00Z", "kind": "cell_started", "index": 0, "cell_id": "c0"},
                  {"sequence": 3, "at": "2026-03-05T10:00:00Z", "kind": "cell_finished", "index": 0, "failed": false,
                   "cpu_seconds": 0.25, "peak_memory_bytes": 1048576},
                  {"sequence": 4, "at": "2026-03-05T10:00:00Z", "kind": "cell_started", "index": 1}]}"""));
        assertEquals(4, taken.get("acknowledged").asInt());
        assertFalse(taken.get("cancel").asBoolean());
        String path = "/dags/d/runs/" + encode(runId) + "/tasks/a/attempts/1";
        JsonNode live = get(ATTEMPT, path);
        assertEquals("running", live.get("state").asString());
        assertEquals(1, live.get("cells_done").asInt());
        assertEquals(0.25, live.get("cells").get(0).get("cpu_seconds").asDouble());
        assertEquals(3, live.get("parameters").get("n").asInt());
        runner("POST", "/attempt/events", attempt.attemptId(), """
                {"events": [{"sequence": 5, "at": "2026-03-05T10:00:00Z", "kind": "finished", "state": "failed",
                  "exit_code": 0, "error": {"kind": "cell", "name": "ZeroDivisionError", "message": "division by zero",
                  "cell_id": "c1", "cell_index": 1, "traceback": ["a", "b"]}}]}""");
        JsonNode ended = get(ATTEMPT, path);
        assertEquals("ZeroDivisionError", ended.get("error").get("name").asString());
        assertEquals("failed", ended.get("cells").get(1).get("state").asString());
        assertEquals(
                409, runner("GET", "/attempt/order", attempt.attemptId(), null).statusCode());
        assertEquals(404, runner("GET", "/attempt/order", "nobody", null).statusCode());
        assertEquals(403, send("GET", "/attempt/order", null).statusCode());
        assertEquals(403, runner("GET", "/dags", attempt.attemptId(), null).statusCode());
        assertEquals(
                400,
                runner("POST", "/attempt/events", attempt.attemptId(), "{\"events\": [{\"sequence\": 6}]}")
                        .statusCode());
    }

    @Test
    void theLogIsReadFromAnOffsetAndNeverCutInACharacter() throws Exception {
        testing.deploy(dag("d", task("a")));
        String runId = testing.trigger("d");
        AttemptRow attempt = testing.attempt("d", runId, "a");
        String path = "/dags/d/runs/" + encode(runId) + "/tasks/a/attempts/1/log";
        assertEquals("", get(ATTEMPT + "/log", path).get("text").asString());
        byte[] text = "läuft".getBytes(UTF_8);
        Path log = folder.resolve("objects/" + attempt.folder() + "/log.txt");
        Files.write(log, java.util.Arrays.copyOf(text, 2));
        JsonNode part = get(ATTEMPT + "/log", path);
        assertEquals("l", part.get("text").asString());
        assertEquals(1, part.get("next_offset").asInt());
        assertFalse(part.get("complete").asBoolean());
        Files.write(log, text);
        testing.finish(attempt, AttemptEvent.EndState.SUCCESS);
        JsonNode rest = get(ATTEMPT + "/log", path + "?offset=1");
        assertEquals("äuft", rest.get("text").asString());
        assertTrue(rest.get("complete").asBoolean());
    }

    @Test
    void theNotebookIsServedSoThatNoBrowserRunsIt() throws Exception {
        testing.deploy(dag("d", task("a")));
        String runId = testing.trigger("d");
        AttemptRow attempt = testing.attempt("d", runId, "a");
        String path = "/dags/d/runs/" + encode(runId) + "/tasks/a/attempts/1";
        assertEquals(404, send("GET", path + "/notebook", null).statusCode());
        assertFalse(get(ATTEMPT, path).get("has_notebook").asBoolean());
        testing.storage.put(attempt.folder() + "/output.ipynb", "{\"cells\": []}".getBytes(UTF_8));
        assertTrue(get(ATTEMPT, path).get("has_notebook").asBoolean());
        HttpResponse<String> shown = send("GET", path + "/notebook?download=true", null);
        assertEquals("{\"cells\": []}", shown.body());
        assertEquals(
                "nosniff", shown.headers().firstValue("X-Content-Type-Options").orElseThrow());
        assertEquals(
                "attachment; filename=\"d-a-1.ipynb\"",
                shown.headers().firstValue("Content-Disposition").orElseThrow());
        Path file = folder.resolve("objects/" + attempt.folder() + "/output.ipynb");
        Files.delete(file);
        Files.createSymbolicLink(file, Files.writeString(folder.resolve("secret"), "secret"));
        HttpResponse<String> refused = send("GET", path + "/notebook", null);
        assertEquals(404, refused.statusCode());
        assertFalse(refused.body().contains(folder.toString()), refused.body());
        assertEquals(
                404,
                send("GET", "/dags/d/runs/x/tasks/a/attempts/1/notebook", null).statusCode());
        assertEquals(
                404, send("GET", path.replace("attempts/1", "attempts/x"), null).statusCode());
    }

    private static final String ATTEMPT = "/dags/{dag_id}/runs/{run_id}/tasks/{task_id}/attempts/{attempt}";

    private JsonNode get(String template, String path) throws Exception {
        return api.get(template, path);
    }

    private JsonNode json(int status, String template, String method, HttpResponse<String> response) {
        return api.json(status, template, method, response);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return api.send(method, path, body);
    }

    private HttpResponse<String> runner(String method, String path, String attemptId, String body) throws Exception {
        return api.sendAsRunner(method, path, attemptId, body);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
