package dev.orrery.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The real program on a data directory of its own and a free port; no environment is built. */
final class TestingProgram implements AutoCloseable {
    private final Main main;
    private final HttpClient client = HttpClient.newHttpClient();

    TestingProgram(Path home) {
        Map<String, String> options = Map.of("home", home.toString(), "port", "0");
        main = Main.start(ServerConfig.of(options, Map.of("ORRERY_ENVIRONMENT_BUILD", "no"), 2), Clock.systemUTC());
    }

    Main main() {
        return main;
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(main.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The status alone: an answer that has no end is not waited for. */
    int status(HttpRequest.Builder request, String path) throws Exception {
        HttpResponse<java.io.InputStream> response = client.send(
                request.uri(URI.create(main.url() + path)).build(), HttpResponse.BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
        main.close();
    }
}
