package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.database.Database;
import dev.orrery.database.NewerDatabaseException;
import dev.orrery.database.TestingPostgres;
import dev.orrery.http.Exchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The program on the last release's database, with what people had in it. */
class UpgradeTest {
    private static final String TOKEN = "orrt_last-release";

    @TempDir
    Path folder;

    @Test
    void aDatabaseOfTheLastReleaseGoesOnWithSqlite() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("orrery.db");
        load(url);
        goesOn(Map.of());
    }

    @Test
    void aDatabaseOfTheLastReleaseGoesOnWithPostgres() throws Exception {
        String url = TestingPostgres.newDatabase();
        load(url);
        goesOn(Map.of("ORRERY_DATABASE_URL", url));
    }

    @Test
    void aDatabaseOfANewerVersionIsRefusedAndStaysAsItIs() throws Exception {
        String url = TestingPostgres.newDatabase();
        load(url);
        execute(url, List.of("INSERT INTO migration (module, file) VALUES ('scheduler', '9000_later.sql')"));
        ServerConfig config = config(Map.of("ORRERY_DATABASE_URL", url));

        NewerDatabaseException refusal =
                assertThrows(NewerDatabaseException.class, () -> Main.start(config, Clock.systemUTC()));

        assertEquals(
                "The database was written by a newer version (scheduler 9000_later.sql): start that version, or restore a"
                        + " backup that is older than the upgrade. Nothing was changed.",
                refusal.getMessage());
        try (Database database = Database.open(url)) {
            assertEquals(
                    List.of("0001_hub.sql", "0001_identity.sql", "0001_scheduler.sql", "9000_later.sql"),
                    database.read(tx -> tx.list("SELECT file FROM migration ORDER BY file", row -> row.text("file"))));
        }
    }

    private void goesOn(Map<String, String> environment) throws Exception {
        Main program = Main.start(config(environment), Clock.systemUTC());
        try (program) {
            JsonNode dag = get(program, "/api/v1/dags/sales");
            assertEquals("ana", dag.path("owner").asString());
            assertTrue(dag.path("paused").asBoolean());
            assertEquals(2, dag.path("tasks").size());

            JsonNode ended = get(program, "/api/v1/dags/sales/runs/scheduled__2026-03-04T00:00:00+00:00");
            assertEquals("success", ended.path("state").asString());
            JsonNode attempts = ended.path("tasks").path(1).path("attempts");
            assertEquals("failed", attempts.path(0).path("state").asString());
            assertEquals(
                    "no rows", attempts.path(0).path("error").path("message").asString());
            assertEquals("success", attempts.path(1).path("state").asString());

            // Its process is not there, so that it is lost, and the run goes on to its end.
            JsonNode under = get(program, "/api/v1/dags/sales/runs/manual__2026-03-05T08:00:00+00:00");
            assertEquals("failed", under.path("state").asString());
            assertEquals(
                    "lost",
                    under.path("tasks")
                            .path(0)
                            .path("attempts")
                            .path(0)
                            .path("state")
                            .asString());
        }
    }

    private ServerConfig config(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("ORRERY_ENVIRONMENT_BUILD", "no");
        return ServerConfig.of(Map.of("home", folder.toString(), "port", "0"), environment, 2);
    }

    private static JsonNode get(Main program, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(program.url() + path.replace("+", "%2B")))
                    .header("Authorization", "Bearer " + TOKEN)
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            return Exchange.JSON.readTree(answer.body());
        }
    }

    private static void load(String url) throws Exception {
        try (var script = UpgradeTest.class.getResourceAsStream("release-0.1.0.sql")) {
            if (script == null) {
                throw new IOException("no script");
            }
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            execute(url, List.of(text.split(";\n")));
        }
    }

    private static void execute(String url, List<String> statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
