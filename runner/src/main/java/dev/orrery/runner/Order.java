package dev.orrery.runner;

import dev.orrery.kernel.ProtocolJson;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an attempt is to execute.
 *
 * @param label for people: dag, run, task and attempt
 * @param environment of the kernel or the program, over the platform's own
 * @param inputs what the tasks before it put out, by task and name
 * @param storage the folder for {@code output.ipynb} and {@code result.json}
 * @param timeout for the whole attempt; null for none
 */
record Order(
        String label,
        Path workdir,
        Work work,
        Map<String, String> environment,
        ObjectNode inputs,
        Path storage,
        @Nullable Duration timeout) {

    /** What is to be executed. */
    sealed interface Work {
        /** For people. */
        String name();

        /** The kind of fault in the API that is its own. */
        String word();

        /**
         * A notebook.
         *
         * @param file below the working directory
         * @param parameters rendered, in the order of their lines
         */
        record Notebook(Path file, String name, Map<String, @Nullable Object> parameters) implements Work {
            @Override
            public String word() {
                return "notebook";
            }
        }

        /**
         * A program.
         *
         * @param words itself and its arguments
         * @param parameters as the server sent them
         */
        record Command(List<String> words, JsonNode parameters) implements Work {
            public Command {
                words = List.copyOf(words);
            }

            @Override
            public String name() {
                return "a command";
            }

            @Override
            public String word() {
                return "command";
            }
        }
    }

    /** @throws RunnerException if it is not an order that can be carried out */
    static Order parse(ObjectNode json) {
        Path workdir = Path.of(text(json, "workdir"));
        JsonNode timeout = json.path("timeout_seconds");
        return new Order(
                text(json, "dag_id") + " / " + text(json, "run_id") + " / " + text(json, "task_id") + ", attempt "
                        + json.path("attempt").asInt(1),
                workdir,
                work(json, workdir),
                environment(json),
                json.path("inputs") instanceof ObjectNode inputs ? inputs : ProtocolJson.object(),
                storage(text(json, "storage")),
                timeout.isNumber() ? Duration.ofSeconds(timeout.longValue()) : null);
    }

    private static Work work(ObjectNode json, Path workdir) {
        if (json.path("command").isArray()) {
            List<String> words = new ArrayList<>();
            json.path("command").forEach(word -> words.add(word.asString("")));
            if (words.isEmpty()) {
                throw new RunnerException("The command is empty.");
            }
            return new Work.Command(words, json.path("parameters"));
        }
        String name = text(json, "notebook");
        Path notebook = workdir.resolve(name).normalize();
        if (!notebook.startsWith(workdir.normalize()) || notebook.equals(workdir.normalize())) {
            throw new RunnerException("The notebook \"" + name + "\" is not below the dag's folder.");
        }
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        json.path("parameters").properties().forEach(p -> parameters.put(p.getKey(), value(p.getValue())));
        return new Work.Notebook(notebook, name, Collections.unmodifiableMap(parameters));
    }

    private static Map<String, String> environment(ObjectNode json) {
        Map<String, String> environment = new LinkedHashMap<>();
        json.path("environment")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asString("")));
        return Collections.unmodifiableMap(environment);
    }

    private static Path storage(String url) {
        URI uri = URI.create(url);
        if (!"file".equals(uri.getScheme())) {
            throw new RunnerException(
                    "This runner stores in folders only (file:///…), not at " + uri.getScheme() + ":.");
        }
        return Path.of(uri.getPath());
    }

    private static String text(ObjectNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isString() || value.stringValue().isEmpty()) {
            throw new RunnerException(
                    "The server's order has no \"" + name + "\". Are server and runner of one release?");
        }
        return value.stringValue();
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber()) {
            BigInteger whole = node.bigIntegerValue();
            return whole.bitLength() < 64 ? (Object) whole.longValue() : whole;
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(element -> list.add(value(element)));
            return list;
        }
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.properties().forEach(member -> map.put(member.getKey(), value(member.getValue())));
            return map;
        }
        return null;
    }
}
