package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.PapermillMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recorded cases of papermill that execute, with a real kernel. Needs {@link KernelEnvironment}. */
class PapermillRunCasesTest {
    /** Cases whose notebook differs here, and why. The exit code is the same in all. */
    private static final Map<String, String> DIFFERENT = Map.of(
            "Interrupt@run", "a cell that timed out is failed here, later ones pending; papermill calls all completed",
            "notimplemented_translator@run",
                    "cells of a kernel that is not installed are pending; papermill calls them completed",
            "notimplemented_translator@paramrun", "the same",
            "Sleep1s@run", "was recorded with a later Python, which prints a warning",
            "exporters__files__notebook2@run", "draws random numbers",
            "binder@run", "prints the traceback of a papermill that this environment has not",
            "binder@paramrun", "the same");

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private static Map<String, String> variables;

    @BeforeAll
    static void buildTheEnvironment() throws Exception {
        variables = KernelEnvironment.variables(home);
    }

    static List<PapermillCases.Case> executed() {
        return PapermillCases.ofKind("run", "paramrun");
    }

    @ParameterizedTest
    @MethodSource("executed")
    void executesANotebookAsPapermillDoes(PapermillCases.Case each) throws Exception {
        boolean different = DIFFERENT.keySet().stream().anyMatch(each.name()::endsWith);
        List<String> arguments = each.arguments();
        PapermillCases.Case faster = new PapermillCases.Case(
                each.name(),
                each.input(),
                // The one case that times out need not take its 30 seconds.
                each.name().endsWith("Interrupt@run")
                        ? arguments.stream()
                                .map(word -> word.equals("30") ? "2" : word)
                                .toList()
                        : arguments,
                each.exitCode(),
                each.json());
        PapermillCases.Result result = PapermillCases.run(faster, folder, variables);

        assertEquals(each.exitCode(), result.exitCode(), result.stderr());
        if (!different) {
            var ids = PapermillCases.ids(Files.readString(PapermillCases.ROOT.resolve(each.input())));
            assertEquals(
                    PapermillCases.comparable(each.expected("output"), ids),
                    PapermillCases.comparable(Files.readString(result.output()), ids));
        }
    }

    private Notebook execute(int exitCode, String cells, String... options) throws Exception {
        Files.writeString(
                folder.resolve("in.ipynb"),
                "{\"cells\": [" + cells
                        + "], \"metadata\": {\"kernelspec\": {\"name\": \"python3\", \"language\": \"python\","
                        + " \"display_name\": \"Python\"}}, \"nbformat\": 4, \"nbformat_minor\": 5}");
        List<String> arguments = new java.util.ArrayList<>(List.of("in.ipynb", "__out.ipynb"));
        arguments.addAll(List.of(options));
        PapermillCases.Result result = PapermillCases.run(arguments, folder, variables);
        assertEquals(exitCode, result.exitCode(), result.stderr());
        lastError = result.stderr();
        return Notebook.read(result.output());
    }

    private String lastError = "";

    private static String cell(String source) {
        return "{\"cell_type\": \"code\", \"id\": \"c" + Integer.toHexString(source.hashCode())
                + "\", \"metadata\": {}, \"execution_count\": null, \"outputs\": [], \"source\": \"" + source + "\"}";
    }

    @Test
    void aDyingKernelExitsWith138AndTheCellIsFailed() throws Exception {
        Notebook notebook = execute(138, cell("import os; os._exit(3)") + "," + cell("1"));
        assertEquals(
                PapermillMetadata.Status.FAILED,
                PapermillMetadata.status(notebook.cells().getFirst()));
        assertEquals(
                PapermillMetadata.Status.PENDING,
                PapermillMetadata.status(notebook.cells().get(1)));
    }

    @Test
    void theFileIsACompleteNotebookWhileCellsRun() throws Exception {
        Notebook notebook = execute(
                0,
                cell("x = 6 * 7") + ","
                        + cell("import json; print([c['metadata']['papermill']['status']"
                                + " for c in json.load(open('__out.ipynb'))['cells']])"));
        assertEquals(
                "['completed', 'running']\\n".replace("\\n", "\n"),
                notebook.cells().get(1).outputs().get(0).path("text").stringValue());
    }

    @Test
    void whatCellsPrintIsLoggedAndCopied() throws Exception {
        execute(
                0,
                cell("import sys; print('to out'); print('to err', file=sys.stderr); 41 + 1"),
                "--log-output",
                "--stdout-file",
                "o.txt",
                "--stderr-file",
                "e.txt");
        assertEquals("to out\n", Files.readString(folder.resolve("o.txt")));
        assertEquals("to err\n", Files.readString(folder.resolve("e.txt")));
        assertTrue(lastError.contains("Executing Cell 1-------"), lastError);
        assertTrue(lastError.contains("to out") && lastError.contains("42"), lastError);
    }

    @Test
    void anUnknownKernelIsAnErrorThatSaysWhatIsThere() throws Exception {
        execute(1, cell("1"), "-k", "nope");
        assertTrue(lastError.contains("No kernel named \"nope\"") && lastError.contains("python3"), lastError);
    }
}
