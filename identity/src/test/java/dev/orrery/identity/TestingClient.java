package dev.orrery.identity;

import dev.orrery.http.Exchange;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/** Calls the API of a server on this machine; keeps no cookie by itself. Headers are given as names and values in turn. */
final class TestingClient implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    TestingClient(int port) {
        this.url = "http://127.0.0.1:" + port + "/api/v1";
    }

    /** The first cookie that an answer sets, as a request shows it. */
    static String cookie(HttpResponse<String> response) {
        String cookie = response.headers().allValues("Set-Cookie").getFirst();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    static JsonNode json(HttpResponse<String> response) {
        return Exchange.JSON.readTree(response.body());
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> delete(String path, String... headers) throws Exception {
        return send(request(path, headers).DELETE());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> put(String path, String body, String... headers) throws Exception {
        return send(request(path, headers).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
    }
}
