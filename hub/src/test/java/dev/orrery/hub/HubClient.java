package dev.orrery.hub;

import dev.orrery.http.Exchange;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/** A client of JupyterHub's API. */
final class HubClient implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String api;

    HubClient(int port) {
        api = "http://127.0.0.1:" + port + "/hub/api";
    }

    /** @param body null where it is none, or not JSON */
    record Answer(int status, JsonNode body, HttpResponse<String> response) {
        String message() {
            return body.path("message").asString("");
        }
    }

    Answer get(String token, String path) throws Exception {
        return call("GET", token, path, null);
    }

    /** @param token "" for none */
    Answer call(String method, String token, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "token " + token);
        }
        HttpResponse<String> response = client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
        boolean json = response.headers().firstValue("Content-Type").orElse("").equals("application/json");
        return new Answer(
                response.statusCode(),
                Exchange.JSON.readTree(json && !response.body().isEmpty() ? response.body() : "null"),
                response);
    }

    @Override
    public void close() {
        client.close();
    }
}
