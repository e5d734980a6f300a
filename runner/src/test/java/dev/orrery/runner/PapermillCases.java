package dev.orrery.runner;

import dev.orrery.notebook.Notebook;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The recorded cases of real papermill, how to run one here, and what is made equal before two notebooks are compared. */
final class PapermillCases {
    static final Path ROOT = Path.of("src/test/resources/papermill-cases");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{6,}");
    private static final Pattern MODEL = Pattern.compile("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])");
    private static final Pattern WHEN = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z");
    private static final Pattern ANSI = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final Pattern PLACE = Pattern.compile("(?:VENV|~|/)[^ ')]*/site-packages/");

    private PapermillCases() {}

    record Case(String name, String input, List<String> arguments, int exitCode, JsonNode json) {
        String inputName() {
            return input.substring(input.lastIndexOf("__") + 2);
        }

        boolean isKind(String... kinds) {
            return Stream.of(kinds).anyMatch(kind -> name.endsWith("@" + kind));
        }

        String expected(String key) throws IOException {
            return Files.readString(ROOT.resolve(json.path(key).stringValue()));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** What a run here came to. */
    record Result(int exitCode, Path output, String stdout, String stderr) {}

    static List<Case> all() {
        try {
            List<Case> cases = new ArrayList<>();
            for (Map.Entry<String, JsonNode> entry :
                    JSON.readTree(Files.readString(ROOT.resolve("cases.json"))).properties()) {
                List<String> arguments = new ArrayList<>();
                entry.getValue().path("args").forEach(each -> arguments.add(each.stringValue()));
                cases.add(new Case(
                        entry.getKey(),
                        entry.getValue().path("input").stringValue(),
                        arguments,
                        entry.getValue().path("rc").intValue(),
                        entry.getValue()));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Case> ofKind(String... kinds) {
        return all().stream().filter(each -> each.isKind(kinds)).toList();
    }

    static Result run(Case each, Path folder, Map<String, String> environment) throws IOException {
        Files.copy(ROOT.resolve(each.input()), folder.resolve(each.inputName()));
        List<String> arguments = new ArrayList<>(List.of(each.inputName()));
        if (!each.json().path("no_output_path").booleanValue()) {
            arguments.add("__out.ipynb");
        }
        arguments.addAll(each.arguments());
        return run(arguments, folder, environment);
    }

    static Result run(List<String> arguments, Path folder, Map<String, String> environment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        RunTerminal terminal = new RunTerminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false,
                environment,
                folder,
                InstantSource.system());
        int code = new RunCommand(terminal).run(arguments);
        return new Result(
                code,
                folder.resolve("__out.ipynb"),
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    /** A notebook's text with everything made equal that differs from run to run and from machine to machine. */
    static String comparable(String notebook, Set<String> keptIds) {
        Notebook parsed = Notebook.parse(notebook);
        if (parsed.metadata().get("language_info") instanceof ObjectNode language) {
            language.remove("version");
        }
        blankTimes(parsed.metadata().path("papermill"));
        parsed.cells().forEach(cell -> {
            if (!keptIds.contains(cell.id())) {
                cell.tree().put("id", "ID");
            }
            blankTimes(cell.metadata().path("papermill"));
            cell.metadata().path("execution").propertyNames().forEach(name -> {
                ((ObjectNode) cell.metadata().path("execution")).put(name, "TIME");
            });
            if (cell.isCode()) {
                mergeStreams(cell.outputs());
                cell.outputs().forEach(PapermillCases::loosen);
            }
        });
        sortWidgets(parsed.metadata().path("widgets"));
        String text =
                WHEN.matcher(MODEL.matcher(parsed.write()).replaceAll("MODEL")).replaceAll("WHEN");
        return PLACE.matcher(ADDRESS.matcher(text).replaceAll("ADDRESS")).replaceAll("PLACE/");
    }

    static Set<String> ids(String notebook) throws IOException {
        Set<String> ids = new HashSet<>();
        JSON.readTree(notebook)
                .path("cells")
                .forEach(cell -> ids.add(cell.path("id").asString("")));
        return ids;
    }

    /** Widgets are kept by random ids: here they become a list in the order of what they are. */
    private static void sortWidgets(JsonNode widgets) {
        for (JsonNode bundle : widgets) {
            if (bundle.path("state") instanceof ObjectNode state) {
                List<String> models = new ArrayList<>();
                state.forEach(model -> models.add(MODEL.matcher(sorted(model)).replaceAll("MODEL")));
                models.sort(null);
                ArrayNode list = ((ObjectNode) bundle).putArray("state");
                models.forEach(list::add);
            }
        }
    }

    private static String sorted(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node.toString();
        }
        return new TreeSet<>(object.propertyNames())
                .stream()
                        .map(name -> name + "=" + sorted(object.get(name)))
                        .toList()
                        .toString();
    }

    private static void blankTimes(JsonNode papermill) {
        for (String name : List.of("start_time", "end_time", "duration")) {
            if (papermill instanceof ObjectNode object
                    && object.has(name)
                    && !object.path(name).isNull()) {
                object.put(name, "TIME");
            }
        }
    }

    private static void mergeStreams(ArrayNode outputs) {
        for (int i = outputs.size() - 1; i > 0; i--) {
            JsonNode first = outputs.get(i - 1);
            JsonNode second = outputs.get(i);
            if (first.path("output_type").asString("").equals("stream")
                    && second.path("output_type").asString("").equals("stream")
                    && first.path("name").equals(second.path("name"))) {
                ((ObjectNode) first)
                        .put(
                                "text",
                                first.path("text").stringValue()
                                        + second.path("text").stringValue());
                outputs.remove(i);
            }
        }
    }

    /** A traceback depends on the versions of Python and IPython: its last line is what counts. */
    private static void loosen(JsonNode output) {
        if (output.path("traceback") instanceof ArrayNode traceback && !traceback.isEmpty()) {
            String last = traceback.get(traceback.size() - 1).stringValue();
            traceback.removeAll();
            traceback.add(ANSI.matcher(last).replaceAll(""));
        }
    }
}
