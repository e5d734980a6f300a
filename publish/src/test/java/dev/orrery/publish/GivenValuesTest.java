package dev.orrery.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.dag.DagFile;
import dev.orrery.dag.DagSpec;
import dev.orrery.dag.ParsedDag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenValuesTest {
    private static final String DAG =
            "dag_id: d\nowner: ana\nnotebook_name: n.ipynb\nparameters: {day: '{{ ds }}', mixed: all}\n";
    private static final String CELL =
            "day = \"2026-03-01\"\\nlimit: int = 100\\nshare = 1\\nregions = [\"a\"]\\ndry: bool = True\\n"
                    + "rate: float = 0.5\\nmaybe: Optional[int] = None\\nmixed = 3";

    @Test
    void valuesOfTheDeclaredTypesAreInOrder() {
        fits(Map.of("day", "2026-01-01", "limit", 7, "share", 0.5, "regions", List.of(), "dry", false));
        fits(Map.of("limit", "{{ ds_nodash }}", "rate", 2, "mixed", "all"));
        java.util.Map<String, Object> nothing = new java.util.HashMap<>();
        nothing.put("maybe", null);
        fits(nothing);
    }

    @Test
    void aValueOfAnotherTypeIsNamedWithTheTypeThatIsExpected() {
        finds(Map.of("limit", "many"), "'limit' is the text 'many', and n.ipynb declares a whole number (int).");
        finds(Map.of("limit", 1.5), "'limit' is the number 1.5, and n.ipynb declares a whole number (int).");
        finds(Map.of("limit", true), "'limit' is true, and n.ipynb declares a whole number (int).");
        finds(Map.of("dry", "yes"), "'dry' is the text 'yes', and n.ipynb declares true or false (bool).");
        finds(Map.of("day", 5), "'day' is the number 5, and n.ipynb declares a text by its default.");
        finds(
                Map.of("regions", "north"),
                "'regions' is the text 'north', and n.ipynb declares a list or mapping by its default.");
    }

    @Test
    void aNameThatNobodyReadsIsToldWithTheNearestOne() {
        finds(Map.of("limt", 5), "There is no parameter 'limt': did you mean 'limit'?");
        finds(
                Map.of("zebra", 5),
                "There is no parameter 'zebra': there are day, dry, limit, maybe, mixed, rate, regions, share.");
    }

    @Test
    void anyNameMayBeGivenWhereATemplateAsksForIt() {
        String dag = DAG + "env: {WHO: \"{{ dag_run.conf.get('who', '') }}\"}\n";
        assertEquals(List.of(), GivenValues.problems(spec(dag), folder(dag), Map.of("who", "ana")));
    }

    @Test
    void aCommandsParametersAreThoseOfDagYml() {
        String dag = "dag_id: d\nowner: ana\ntasks:\n  t: {command: 'echo {{ params.n }}', parameters: {n: 1}}\n";
        assertEquals(List.of(), GivenValues.problems(spec(dag), folder(dag), Map.of("n", 2)));
        assertTrue(GivenValues.problems(spec(dag), folder(dag), Map.of("m", 2))
                .getFirst()
                .contains("did you mean 'n'?"));
    }

    private static void fits(Map<String, Object> values) {
        assertEquals(List.of(), GivenValues.problems(spec(DAG), folder(DAG), values));
    }

    private static void finds(Map<String, Object> values, String problem) {
        assertEquals(List.of(problem), GivenValues.problems(spec(DAG), folder(DAG), values));
    }

    private static DagSpec spec(String yaml) {
        if (!(DagFile.parse("dag.yml", yaml) instanceof ParsedDag.Valid valid)) {
            throw new AssertionError(DagFile.parse("dag.yml", yaml));
        }
        return valid.dag();
    }

    private static Folder folder(String yaml) {
        String notebook = """
                {"cells": [{"cell_type": "code", "id": "a", "metadata": {"tags": ["parameters"]}, "execution_count": null,
                  "outputs": [], "source": "%s"}],
                 "metadata": {"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}},
                 "nbformat": 4, "nbformat_minor": 5}""".formatted(CELL.replace("\"", "\\\""));
        return Folder.of(Map.of(
                "dag.yml",
                yaml.getBytes(StandardCharsets.UTF_8),
                "n.ipynb",
                notebook.getBytes(StandardCharsets.UTF_8)));
    }
}
