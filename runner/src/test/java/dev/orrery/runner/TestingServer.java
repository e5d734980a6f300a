package dev.orrery.runner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orrery.kernel.ProtocolJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The server's endpoints for attempts over real HTTP; it can go away and come back on the same port. */
final class TestingServer implements AutoCloseable {
    static final String TOKEN = "the-token";
    static final String SLOT_TOKEN = "the-slots-token";

    final ObjectNode order = ProtocolJson.object();
    /** Every event that was taken, once. */
    final List<JsonNode> events = new ArrayList<>();

    volatile boolean cancel;

    /** Opened when the slot that asks is claimed. */
    final CountDownLatch claimed = new CountDownLatch(1);

    /** Counted down when a slot asks for the first time. */
    final CountDownLatch asked = new CountDownLatch(1);

    private final LinkedBlockingQueue<String> arrivals = new LinkedBlockingQueue<>();
    private HttpServer server;
    private int port;

    TestingServer(Path work, Path storage, String notebook) {
        order.put("dag_id", "d").put("run_id", "r").put("task_id", "t").put("attempt", 1);
        order.put("notebook", notebook).put("workdir", work.toString());
        order.put("storage", storage.toUri().toString()).putNull("timeout_seconds");
        order.putObject("parameters");
        comeBack();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void goAway() {
        server.stop(0);
    }

    void comeBack() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
            port = server.getAddress().getPort();
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/api/v1/attempt/order", exchange -> answer(exchange, order));
            server.createContext("/api/v1/attempt/claim", this::claim);
            server.createContext("/api/v1/attempt/events", this::take);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the next events until one is of this kind; fails after a minute. */
    void await(String kind) throws InterruptedException {
        String arrived;
        do {
            arrived = arrivals.poll(60, TimeUnit.SECONDS);
            if (arrived == null) {
                throw new AssertionError("no event " + kind + " after " + kinds());
            }
        } while (!arrived.equals(kind));
    }

    synchronized List<String> kinds() {
        return events.stream().map(e -> e.path("kind").asString("")).toList();
    }

    synchronized JsonNode last() {
        return events.getLast();
    }

    @Override
    public void close() {
        goAway();
    }

    private void claim(HttpExchange exchange) throws IOException {
        asked.countDown();
        try {
            if (!claimed.await(1, TimeUnit.SECONDS)) {
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ObjectNode claim = ProtocolJson.object().put("token", TOKEN);
        claim.set("order", order);
        answer(exchange, claim, SLOT_TOKEN);
    }

    private synchronized void take(HttpExchange exchange) throws IOException {
        JsonNode posted = ProtocolJson.read(exchange.getRequestBody().readAllBytes());
        for (JsonNode event : posted.path("events")) {
            if (event.path("sequence").asInt() == events.size() + 1) {
                events.add(event);
                arrivals.add(event.path("kind").asString(""));
            }
        }
        ObjectNode answer = ProtocolJson.object();
        answer.put("acknowledged", events.size()).put("cancel", cancel);
        answer(exchange, answer);
    }

    private static void answer(HttpExchange exchange, ObjectNode json) throws IOException {
        answer(exchange, json, TOKEN);
    }

    private static void answer(HttpExchange exchange, ObjectNode json, String token) throws IOException {
        boolean known = ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] body = known ? ProtocolJson.write(json) : "{}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(known ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
