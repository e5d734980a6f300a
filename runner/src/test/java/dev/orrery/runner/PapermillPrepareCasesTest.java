package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded case of papermill that needs no kernel. */
class PapermillPrepareCasesTest {
    /** Cases that end otherwise here, and why. */
    private static final Map<String, String> DIFFERENT = Map.of(
            "test2@params",
            "papermill cannot give parameters to a notebook of version 2 (AttributeError): here it can");

    /** Cases whose injected cell differs: papermill's R code holds a byte where the text has a letter, and no R numbers. */
    private static final Map<String, UnaryOperator<String>> MENDED = Map.of(
            "notimplemented_translator@params",
            file -> file.replace("a = nan", "a = NaN")
                    .replace("f = inf", "f = Inf")
                    .replace("\\\\xe9", "\\\\u00e9"));

    @TempDir
    Path folder;

    static List<PapermillCases.Case> prepared() {
        return PapermillCases.ofKind("prepare", "params", "report");
    }

    static List<PapermillCases.Case> help() {
        return PapermillCases.ofKind("help");
    }

    static List<PapermillCases.Case> withOutput() {
        return PapermillCases.all().stream()
                .filter(each -> each.json().path("has_output").booleanValue())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("prepared")
    void preparesANotebookAsPapermillDoes(PapermillCases.Case each) throws IOException {
        boolean different = DIFFERENT.keySet().stream().anyMatch(each.name()::endsWith);
        PapermillCases.Result result = PapermillCases.run(each, folder, Map.of());

        assertEquals(different ? 0 : each.exitCode(), result.exitCode(), result.stderr());
        if (different) {
            return;
        }
        if (!each.json().path("has_output").booleanValue()) {
            assertFalse(Files.exists(result.output()), "nothing is written");
            return;
        }
        var ids = PapermillCases.ids(Files.readString(PapermillCases.ROOT.resolve(each.input())));
        assertEquals(
                PapermillCases.comparable(mended(each, each.expected("output")), ids),
                PapermillCases.comparable(Files.readString(result.output()), ids));
    }

    private static String mended(PapermillCases.Case each, String file) {
        return MENDED.entrySet().stream()
                .filter(entry -> each.name().endsWith(entry.getKey()))
                .map(entry -> entry.getValue().apply(file))
                .findFirst()
                .orElse(file);
    }

    @ParameterizedTest
    @MethodSource("help")
    void printsTheParametersAsPapermillDoes(PapermillCases.Case each) throws IOException {
        PapermillCases.Result result = PapermillCases.run(each, folder, Map.of());

        assertEquals(each.expected("stdout"), result.stdout());
        assertEquals(each.exitCode(), result.exitCode());
    }

    @ParameterizedTest
    @MethodSource("withOutput")
    void writesPapermillsOwnFilesByteForByte(PapermillCases.Case each) throws IOException {
        String file = each.expected("output");
        assertEquals(file, dev.orrery.notebook.Notebook.parse(file).write());
    }
}
