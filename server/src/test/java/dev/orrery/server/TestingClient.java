package dev.orrery.server;

import dev.orrery.http.Exchange;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A person at the public API of a real server. */
final class TestingClient implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    private final Main program;
    private final HttpClient http = HttpClient.newHttpClient();
    private String token = "";

    TestingClient(Main program) {
        this.program = program;
    }

    /** From now on as this new user. */
    void token(String name) {
        program.identity().addUser(name, PASSWORD, true);
        token = program.identity().createToken(name, "", Set.of(), null).secret();
    }

    /** Waits until the default environment is built. Its folder. */
    Path awaitEnvironment(Path home) throws Exception {
        JsonNode environment = await(
                "/api/v1/environments",
                answer -> !Set.of("building", "missing")
                        .contains(
                                answer.path("environments").get(0).path("state").asString()));
        JsonNode status = environment.path("environments").get(0);
        if (!status.path("state").asString().equals("ready")) {
            throw new AssertionError(status.toString());
        }
        return home.resolve(
                "environments/default-" + status.path("digest").asString().substring(0, 12));
    }

    /** Pushes a dag of one notebook with these cells, runs it to its success, and answers with what the cells printed. */
    String run(String dag, List<String> cells) throws Exception {
        push(dag, cells);
        runAgain(dag);
        return printed(dag);
    }

    private void push(String dag, List<String> cells) throws Exception {
        String yaml = """
                dag_id: %s
                owner: ana
                start_date: '2024-01-01'
                schedule_interval: null
                notebook_name: notebook.ipynb
                """.formatted(dag);
        send(
                "POST",
                "/api/v1/pushes",
                Map.of(
                        "message",
                        "One notebook",
                        "files",
                        List.of(file("dag.yml", yaml), file("notebook.ipynb", notebook(cells)))));
    }

    /** Runs a dag that was pushed to its success; answers with the path of its run in the API. */
    String runAgain(String dag) throws Exception {
        JsonNode made = send("POST", "/api/v1/dags/" + dag + "/runs", Map.of("parameters", Map.of()));
        String path =
                "/api/v1/dags/" + dag + "/runs/" + encoded(made.path("run_id").asString());
        JsonNode run = await(
                path,
                answer -> Set.of("success", "failed", "cancelled")
                        .contains(answer.path("state").asString()));
        awaitLastProcess();
        if (!run.path("state").asString().equals("success")) {
            throw new AssertionError(run + "\n" + printed(dag));
        }
        return path;
    }

    /** What the API answers to this user. */
    JsonNode get(String path) throws Exception {
        return send("GET", path, null);
    }

    /** The status of an answer to whoever shows this token. */
    int status(String path, String otherToken) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(program.url() + path))
                .header("Authorization", "Bearer " + otherToken)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** A run has succeeded before its runner is gone. */
    private void awaitLastProcess() throws Exception {
        Path workloads = program.config().home().resolve("workloads");
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() - deadline < 0) {
            try (Stream<Path> known = Files.list(workloads)) {
                if (known.noneMatch(one -> one.getFileName().toString().startsWith("attempt-"))) {
                    return;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("A workload is still known in " + workloads);
    }

    static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Map<String, String> file(String path, String content) {
        String encoded = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
        return Map.of("path", path, "content", encoded);
    }

    private static String notebook(List<String> sources) {
        List<Map<String, Object>> cells = IntStream.range(0, sources.size())
                .mapToObj(i -> {
                    Map<String, Object> cell = new LinkedHashMap<>();
                    cell.put("cell_type", "code");
                    cell.put("id", "cell-" + i);
                    cell.put("execution_count", null);
                    cell.put("metadata", Map.of());
                    cell.put("outputs", List.of());
                    cell.put("source", sources.get(i));
                    return cell;
                })
                .toList();
        Map<String, String> kernel = Map.of("name", "python3", "display_name", "Python 3", "language", "python");
        return Exchange.JSON.writeValueAsString(
                Map.of("nbformat", 4, "nbformat_minor", 5, "metadata", Map.of("kernelspec", kernel), "cells", cells));
    }

    private String printed(String dag) throws Exception {
        try (Stream<Path> files =
                Files.walk(program.config().home().resolve("objects").resolve(dag))) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(file -> file.endsWith("output.ipynb")).toList()) {
                for (JsonNode cell :
                        Exchange.JSON.readTree(Files.readAllBytes(file)).path("cells")) {
                    cell.path("outputs").forEach(output -> text.append(joined(output.path("text"))));
                }
            }
            return text.toString();
        }
    }

    static String joined(JsonNode text) {
        return text.isArray()
                ? StreamSupport.stream(text.spliterator(), false)
                        .map(JsonNode::asString)
                        .collect(Collectors.joining())
                : text.asString("");
    }

    private JsonNode await(String path, Predicate<JsonNode> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (true) {
            JsonNode answer = send("GET", path, null);
            if (condition.test(answer)) {
                return answer;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Waited in vain at " + path + ": " + answer);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private JsonNode send(String method, String path, Object body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(program.url() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
        request.method(
                method,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(Exchange.JSON.writeValueAsString(body)));
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return Exchange.JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
