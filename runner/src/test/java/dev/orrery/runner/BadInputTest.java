package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no notebook: one sentence with the place, papermill's exit code, nothing written, the input as it was. */
class BadInputTest {
    private static final String CELL =
            "{\"cell_type\": \"code\", \"id\": \"a\", \"metadata\": {}, \"execution_count\": null, \"outputs\": [], \"source\": \"1\"}";
    private static final String WHOLE =
            "{\"cells\": [" + CELL + "], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}";

    @TempDir
    Path folder;

    private void refused(byte[] input, String words) throws IOException {
        Path file = Files.write(folder.resolve("in.ipynb"), input);
        String error = refused(words);

        assertArrayEquals(input, Files.readAllBytes(file));
        assertTrue(error.contains("in.ipynb"), error);
    }

    private String refused(String words, String... options) throws IOException {
        List<String> arguments = new java.util.ArrayList<>(List.of("in.ipynb", "__out.ipynb"));
        arguments.addAll(List.of(options));
        PapermillCases.Result result = PapermillCases.run(arguments, folder, Map.of());
        List<String> errors = result.stderr()
                .lines()
                .filter(line -> line.startsWith("Error: "))
                .toList();

        assertEquals(1, result.exitCode(), result.stderr());
        assertEquals(1, errors.size(), result.stderr());
        assertTrue(errors.getFirst().contains(words), result.stderr());
        assertFalse(result.stderr().contains("\tat "), result.stderr());
        assertFalse(Files.exists(result.output()), "something was written");
        try (var files = Files.list(folder)) {
            assertTrue(files.count() <= 1, "something was left");
        }
        return errors.getFirst();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            an empty file          | ``                                       | line 1: The file is empty
            blanks                 | ` %n `                                   | The file is empty
            no JSON                | hello                                    | line 1
            half a document        | {"cells": [                              | line 1
            an error further down  | {%n"cells": [],%n"metadata": nope}       | line 3
            text behind the end    | {} x                                     | line 1
            a list                 | []                                       | not an object
            a number               | 5                                        | not an object
            no version             | {"cells": [], "metadata": {}}            | nbformat
            a version as a text    | {"nbformat": "4"}                        | nbformat
            version 5              | {"nbformat": 5, "cells": []}             | Unsupported nbformat version 5
            version 0              | {"nbformat": 0}                          | Unsupported nbformat version 0
            no minor version       | {"nbformat": 4, "cells": []}             | minor
            no metadata            | {"nbformat": 4, "nbformat_minor": 5, "cells": []} | metadata
            no cells               | {"nbformat": 4, "nbformat_minor": 5, "metadata": {}} | cells
            a cell that is none    | {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [7]} | Cell 0
            a cell of no type      | {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"metadata": {}}]} | cell_type (of cell 0)
            a cell of no metadata  | {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code"}]} | metadata (of cell 0)
            lines that are numbers | {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "metadata": {}, "source": [1]}]} | "source" of cell 0
            outputs of no kind     | {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "metadata": {}, "source": "", "outputs": 1}]} | "outputs" of cell 0
            version 3, no sheets   | {"nbformat": 3, "metadata": {}}          | worksheets
            version 3, no cells    | {"nbformat": 3, "metadata": {}, "worksheets": [{}]} | cells (of a worksheet)
            """)
    void aDocumentThatIsNoNotebookIsRefused(String what, String input, String words) throws IOException {
        refused(input.formatted().getBytes(StandardCharsets.UTF_8), words);
    }

    @ParameterizedTest
    @CsvSource({"[,]", "{\"a\":,}"})
    void aDocumentOneHundredThousandDeepIsRefused(String open, String close) throws IOException {
        String start = open.length() == 1 ? "[" : "{\"a\":";
        refused(
                ("{\"cells\": " + start.repeat(100_000) + "1" + close.repeat(100_000) + "}")
                        .getBytes(StandardCharsets.UTF_8),
                "line 1");
    }

    @ParameterizedTest
    @CsvSource({"UTF-16", "UTF-16LE", "UTF-32"})
    void otherEncodingsAreRefused(String charset) throws IOException {
        refused(WHOLE.getBytes(Charset.forName(charset)), charset.equals("UTF-16") ? "UTF-8" : "JSON");
    }

    @Test
    void aByteThatIsNotUtf8IsRefused() throws IOException {
        refused(WHOLE.replace("\"1\"", "\"\u00e9\"").getBytes(StandardCharsets.ISO_8859_1), "not UTF-8");
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException {
        refused("There is no notebook");
        Files.createDirectory(folder.resolve("in.ipynb"));
        refused("is a folder");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                       |                       | No kernel name found
            {"kernelspec": {"name": "x", "display_name": "x"}}       | -p a 1                | No language found
            {"kernelspec": {"name": "rust", "display_name": "x", "language": "rust"}} | -p a 1 | No parameter translator
            {"kernelspec": {"name": "bash", "display_name": "x", "language": "bash"}} | -y {"d":{"a":1}} | mapping
            """)
    void whatCannotBeRunIsRefused(String metadata, String options, String words) throws IOException {
        byte[] input = WHOLE.replace("\"metadata\": {}, \"nbformat\"", "\"metadata\": " + metadata + ", \"nbformat\"")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("in.ipynb"), input);

        refused(words, options == null ? new String[0] : options.split(" ", -1));
        assertArrayEquals(input, Files.readAllBytes(folder.resolve("in.ipynb")));
    }

    @Test
    void aKeyThatStandsTwiceCountsAsItStandsLast() throws IOException {
        Files.writeString(
                folder.resolve("in.ipynb"), WHOLE.replace("\"source\": \"1\"", "\"source\": \"1\", \"source\": \"2\""));
        PapermillCases.Result result =
                PapermillCases.run(List.of("in.ipynb", "__out.ipynb", "--prepare-only"), folder, Map.of());

        assertEquals(0, result.exitCode(), result.stderr());
        assertTrue(Files.readString(result.output()).contains("\"2\""));
    }

    @Test
    void whatTheSchemaForbidsIsSaidAndCarriedOn() throws IOException {
        Files.writeString(folder.resolve("in.ipynb"), WHOLE.replace("\"id\": \"a\"", "\"id\": \"a b\""));
        PapermillCases.Result result =
                PapermillCases.run(List.of("in.ipynb", "__out.ipynb", "--prepare-only"), folder, Map.of());

        assertEquals(0, result.exitCode(), result.stderr());
        assertTrue(result.stderr().contains("Notebook JSON is invalid: cells[0].id"), result.stderr());
    }
}
