package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The list of dags as the page asks for it, whichever database is below. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class DagListContract {
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
        testing.deploy(dag("alpha_sales", task("a")));
        testing.deploy(dag("beta_sales", "0 0 * * *", false, 16, task("a")));
        testing.deploy(dag("gamma", task("a")));
        testing.settle();
    }

    @AfterEach
    void stop() {
        api.close();
        testing.close();
    }

    @Test
    void textLeavesDagsThatHaveEachOfItsWords() throws Exception {
        assertEquals(List.of("alpha_sales", "beta_sales"), ids("?q=SALES"));
        assertEquals(List.of("beta_sales"), ids("?q=sales+bet"));
        assertEquals(List.of("alpha_sales", "beta_sales", "gamma"), ids("?q=ana"));
        assertEquals(List.of(), ids("?owner=an"));
        assertEquals(3, ids("?owner=ana&tag=test").size());
        assertEquals(List.of("alpha_sales", "gamma"), ids("?ids=gamma,alpha_sales,nope"));
    }

    @Test
    void aStretchOfTheListSaysHowLongAllOfItIs() throws Exception {
        JsonNode list = list("?limit=1&offset=1");
        assertEquals(List.of("beta_sales"), ids(list));
        assertEquals(3, list.get("total").asInt());
        assertEquals(List.of(), ids("?limit=5&offset=9"));
        assertEquals("[\"ana\"]", list.get("owners").toString());
        assertEquals("[\"test\"]", list.get("tags").toString());
    }

    @Test
    void theStateIsThatOfTheNewestRunAndIsCounted() throws Exception {
        testing.finish(testing.attempt("alpha_sales", testing.trigger("alpha_sales"), "a"), FAILED);
        testing.now = testing.now.plusSeconds(5);
        testing.finish(testing.attempt("gamma", testing.trigger("gamma"), "a"), FAILED);
        testing.now = testing.now.plusSeconds(5);
        testing.finish(testing.attempt("gamma", testing.trigger("gamma"), "a"), SUCCESS);
        testing.settle();
        testing.scheduler.pause("gamma", "ana", null);
        assertEquals(List.of("alpha_sales"), ids("?state=failed"));
        assertEquals(List.of("gamma"), ids("?paused=true"));
        JsonNode counts = list("?state=failed&limit=0").get("counts");
        assertEquals(3, counts.get("all").asInt());
        assertEquals(1, counts.get("paused").asInt());
        assertEquals(1, counts.get("states").get("failed").asInt());
        assertEquals(1, counts.get("states").get("success").asInt());
        assertEquals(
                List.of("gamma", "alpha_sales"),
                ids("?sort=-last_run&state=&q=").subList(0, 2));
    }

    @Test
    void orderGoesBothWaysAndWhatHasNoValueIsLast() throws Exception {
        assertEquals(List.of("gamma", "beta_sales", "alpha_sales"), ids("?sort=-dag_id"));
        assertEquals("beta_sales", ids("?sort=next_run").getFirst());
        assertEquals("beta_sales", ids("?sort=-next_run").getFirst());
        assertEquals(400, api.send("GET", "/dags?sort=colour", null).statusCode());
        assertEquals(400, api.send("GET", "/dags?state=blue", null).statusCode());
        assertTrue(ids("?sort=owner").contains("gamma"));
    }

    @Test
    void whatChangesAfterAListIsInTheNext() throws Exception {
        assertEquals(List.of(), ids("?paused=true"));
        testing.scheduler.pause("gamma", "ana", null);
        assertEquals(List.of("gamma"), ids("?paused=true"));
        String run = testing.trigger("alpha_sales");
        assertEquals(List.of("alpha_sales", "beta_sales"), ids("?state=running")); // beta_sales was due
        testing.finish(testing.attempt("alpha_sales", run, "a"), SUCCESS);
        assertEquals(List.of("alpha_sales"), ids("?state=success"));
        testing.deploy(dag("delta", task("a")));
        assertEquals(List.of("alpha_sales", "beta_sales", "delta", "gamma"), ids(""));
        testing.now = testing.now.plusSeconds(86_400);
        testing.settle();
        assertEquals(List.of("beta_sales"), ids("?state=running"));
    }

    private JsonNode list(String query) throws Exception {
        return api.get("/dags", "/dags" + query);
    }

    private List<String> ids(String query) throws Exception {
        return ids(list(query));
    }

    private static List<String> ids(JsonNode list) {
        return list.get("dags")
                .valueStream()
                .map(dag -> dag.get("dag_id").asString())
                .toList();
    }
}
