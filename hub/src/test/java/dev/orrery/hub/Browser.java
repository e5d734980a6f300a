package dev.orrery.hub;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a browser does as far as a protocol goes: keeps cookies by path, follows redirects, says where a request is from. */
final class Browser {
    private final String origin;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient following = client(HttpClient.Redirect.NORMAL);
    private final HttpClient staying = client(HttpClient.Redirect.NEVER);

    Browser(String origin) {
        this.origin = origin;
    }

    HttpResponse<String> get(String path) throws Exception {
        return following.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    /** One request, its redirect not followed. */
    HttpResponse<String> step(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).GET();
        return staying.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                request(path).header("Sec-Fetch-Site", "same-origin").POST(HttpRequest.BodyPublishers.ofString(body));
        return staying.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> patch(String path, String body) throws Exception {
        return staying.send(
                request(path)
                        .header("Sec-Fetch-Site", "same-origin")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> put(String path) throws Exception {
        return staying.send(
                request(path)
                        .header("Sec-Fetch-Site", "same-origin")
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> delete(String path) throws Exception {
        return staying.send(
                request(path).header("Sec-Fetch-Site", "same-origin").DELETE().build(),
                HttpResponse.BodyHandlers.ofString());
    }

    WebSocket webSocket(String path, WebSocket.Listener listener, List<String> protocols, Map<String, String> headers) {
        WebSocket.Builder builder = following
                .newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(20))
                .header("Origin", origin);
        headers.forEach(builder::header);
        if (!protocols.isEmpty()) {
            builder.subprotocols(
                    protocols.getFirst(), protocols.stream().skip(1).toArray(String[]::new));
        }
        return builder.buildAsync(URI.create(origin.replace("http:", "ws:") + path), listener)
                .join();
    }

    String cookie(String name, String path) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name) && path.equals(cookie.getPath()))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path)).timeout(Duration.ofSeconds(60));
    }

    private HttpClient client(HttpClient.Redirect redirect) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(cookies)
                .followRedirects(redirect)
                .build();
    }
}
