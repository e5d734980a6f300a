package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static dev.orrery.scheduler.TestingApi.encode;
import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A list of runs with their tasks, as a grid asks for it, whichever database is below. */
abstract class RunsWithTasksContract {
    private static final String RUNS = "/dags/{dag_id}/runs";

    @TempDir
    Path folder;

    private TestingScheduler testing;
    private TestingApi api;

    abstract Database open(Path folder);

    @BeforeEach
    void start() throws IOException {
        testing = new TestingScheduler(open(folder), folder);
        testing.scheduler.recover();
        api = new TestingApi(testing);
    }

    @AfterEach
    void stop() {
        api.close();
        testing.close();
    }

    @Test
    void eachRunHasItsOwnTasksInTheirOrder() throws Exception {
        testing.deploy(dag("other", task("x")));
        testing.trigger("other");
        testing.deploy(dag("d", task("z", 1, Duration.ZERO, Duration.ofMinutes(5)), task("b", "z"), task("a", "z")));
        String first = testing.trigger("d");
        testing.finish(testing.attempt("d", first, "z"), FAILED);
        testing.settle();
        testing.now = testing.now.plusSeconds(90);
        testing.finish(testing.attempt("d", first, "z"), SUCCESS);
        testing.settle();
        String second = testing.trigger("d");

        JsonNode runs = api.get(RUNS, "/dags/d/runs?include=tasks").get("runs");

        assertEquals(List.of(second, first), members(runs, "run_id"));
        JsonNode old = runs.get(1).get("tasks");
        assertEquals(List.of("z", "b", "a"), members(old, "task_id"));
        assertEquals("success", old.get(0).get("state").asString());
        assertEquals(2, old.get(0).get("attempts").asInt());
        assertEquals(testing.now.toString(), old.get(0).get("ended_at").asString());
        assertEquals(List.of("z", "b", "a"), members(runs.get(0).get("tasks"), "task_id"));
        assertEquals("none", runs.get(0).get("tasks").get(1).get("state").asString());
        assertTrue(runs.get(0).get("tasks").get(1).get("started_at").isNull());
        for (JsonNode run : runs) {
            JsonNode detail = api.get(
                    "/dags/{dag_id}/runs/{run_id}",
                    "/dags/d/runs/" + encode(run.get("run_id").asString()));
            for (String member : List.of("task_id", "state", "started_at", "ended_at")) {
                assertEquals(members(detail.get("tasks"), member), members(run.get("tasks"), member));
            }
        }
    }

    @Test
    void tasksComeOnlyWhenAskedForAndOnlyForThePage() throws Exception {
        testing.deploy(dag("d", "0 0 * * *", true, 16, task("a")));
        testing.settle();
        for (JsonNode run : api.get(RUNS, "/dags/d/runs").get("runs")) {
            assertFalse(run.has("tasks"));
        }
        JsonNode page = api.get(RUNS, "/dags/d/runs?limit=3&include=tasks");
        assertTrue(page.get("has_more").asBoolean());
        assertEquals(3, page.get("runs").size());
        for (JsonNode run : page.get("runs")) {
            assertEquals(1, run.get("tasks").size());
        }
        String last = page.get("runs").get(2).get("run_id").asString();
        JsonNode next = api.get(RUNS, "/dags/d/runs?include=tasks&before=" + encode(last));
        assertEquals(1, next.get("runs").size());
        assertEquals(1, next.get("runs").get(0).get("tasks").size());
    }

    @Test
    void aDagWithoutRunsHasAnEmptyListAndAnUnknownIncludeIsRefused() throws Exception {
        testing.deploy(dag("d", task("a")));
        assertEquals(0, api.get(RUNS, "/dags/d/runs?include=tasks").get("runs").size());
        assertEquals(400, api.send("GET", "/dags/d/runs?include=task", null).statusCode());
    }

    private static List<String> members(JsonNode array, String name) {
        return array.valueStream()
                .map(one -> one.get(name).toString().replace("\"", ""))
                .toList();
    }
}
