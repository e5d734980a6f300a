package dev.orrery.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * A short life of the server in a directory of its own, under the JVM that writes the ahead-of-time cache: what it loads
 * here is ready at the next start.
 */
final class Training {
    private static final List<String> PATHS = List.of(
            "/",
            "/healthz",
            "/api/v1/setup",
            "/api/v1/openapi.json",
            "/api/v1/me",
            "/api/v1/dags",
            "/api/v1/servers",
            "/api/v1/environments",
            "/hub/api",
            "/metrics");

    private Training() {}

    static void run(InstantSource clock) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("orrery-training");
        ServerConfig config = ServerConfig.of(
                Map.of("home", home.toString(), "port", "0"), Map.of("ORRERY_ENVIRONMENT_BUILD", "no"), 2);
        try (Main program = Main.start(config, clock);
                HttpClient client = HttpClient.newHttpClient()) {
            new Greeting(new java.io.PrintWriter(java.io.Writer.nullWriter())).print(program);
            program.identity().addUser("training", "only for a moment", true);
            String token = program.identity()
                    .createToken("training", "", java.util.Set.of(), null)
                    .secret();
            for (String path : PATHS) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(program.url() + path))
                        .header("Authorization", "Bearer " + token)
                        .build();
                client.send(request, HttpResponse.BodyHandlers.discarding());
            }
        } finally {
            delete(home);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
