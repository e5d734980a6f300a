package dev.orrery.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotebookTest {
    private static String notebook(String cells) {
        return "{\"cells\": [" + cells + "], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}";
    }

    private static String code(String id, String outputs) {
        return "{\"cell_type\": \"code\", \"execution_count\": null, \"id\": \"" + id
                + "\", \"metadata\": {}, \"outputs\": [" + outputs + "], \"source\": [\"a\\n\", \"b\"]}";
    }

    @Test
    void whatIsNotKnownIsKeptAndKeysAreSortedByCodePoint() {
        Notebook notebook = Notebook.parse("{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [], \"metadata\":"
                + " {\"\ud83d\ude00\": 1, \"\ufffd\": 2, \"b\": [1e400, -1E-7, 12345678901234567890, {}, []], \"a\": \"/\\u007f\\u0001\"},"
                + " \"zz\": NaN}");
        assertEquals("""
                {
                 "cells": [],
                 "metadata": {
                  "a": "/\u007f\\u0001",
                  "b": [
                   Infinity,
                   -1e-07,
                   12345678901234567890,
                   {},
                   []
                  ],
                  "\ufffd": 2,
                  "\ud83d\ude00": 1
                 },
                 "nbformat": 4,
                 "nbformat_minor": 5,
                 "zz": NaN
                }""", notebook.write());
    }

    @Test
    void aLoneSurrogateIsWrittenAsAnEscape() {
        String json = notebook("").replace("\"metadata\": {}", "\"metadata\": {\"a\": \"\\ud800\"}");
        assertTrue(Notebook.parse(json).write().contains("\"a\": \"\\ud800\""));
    }

    @Test
    void textsOfEveryLengthAreWrittenWhole() {
        for (String unit : List.of("a", "\u00e9", "\u20ac", "\ud83d\ude00", "\ud800", "\"", "\ud83d\ude00a")) {
            for (int length : List.of(1, 4095, 4096, 4097, 20_000)) {
                Notebook notebook = Notebook.empty();
                notebook.metadata().put("text", unit.repeat(length));
                assertEquals(notebook.tree(), Notebook.parse(notebook.write()).tree());
            }
        }
    }

    @Test
    void textsAreWholeInMemoryAndLinesInTheFile() {
        Notebook notebook = Notebook.parse(
                notebook(
                        code(
                                "one",
                                "{\"output_type\": \"display_data\", \"metadata\": {},"
                                        + " \"data\": {\"text/html\": [\"<p>\\n\", \"</p>\"], \"application/vnd.x+json\": [\"kept\"], \"image/png\": \"a\\nb\"}}")));
        Cell cell = notebook.cells().getFirst();
        assertEquals("a\nb", cell.source());
        assertEquals(
                "<p>\n</p>",
                cell.outputs().get(0).path("data").path("text/html").stringValue());

        String written = notebook.write();
        assertTrue(written.contains("\"text/html\": [\n       \"<p>\\n\",\n       \"</p>\"\n      ]"), written);
        assertTrue(written.contains("\"image/png\": \"a\\nb\""), written);
        assertTrue(written.contains("\"application/vnd.x+json\": [\n       \"kept\"\n      ]"), written);
        assertEquals(written, Notebook.parse(written).write());
    }

    @Test
    void anIdThatStandsTwiceOrIsMissingIsMendedWithAWarning() {
        Notebook notebook = Notebook.parse(notebook(
                code("dup", "") + "," + code("dup", "") + "," + code("x", "").replace("\"id\": \"x\", ", "")));
        assertEquals("dup", notebook.cells().getFirst().id());
        assertNotEquals("dup", notebook.cells().get(1).id());
        assertTrue(notebook.cells().get(2).id().matches("[0-9a-f]{8}"));
        assertEquals(2, notebook.warnings().size());
    }

    @Test
    void aNotebookThatIsNoneIsRefusedWithTheReason() {
        assertRefused("", NotebookException.Code.NOT_JSON, "empty", 1);
        assertRefused("{\n \"cells\": [\n  oops\n ]}", NotebookException.Code.NOT_JSON, "line 3", 3);
        assertRefused("{} x", NotebookException.Code.NOT_JSON, "JSON", 1);
        assertRefused("[]", NotebookException.Code.NOT_A_NOTEBOOK, "not an object", null);
        assertRefused("{}", NotebookException.Code.NOT_A_NOTEBOOK, "nbformat", null);
        assertRefused("{\"nbformat\": 9}", NotebookException.Code.NOT_A_NOTEBOOK, "version 9", null);
        assertRefused("{\"nbformat\": 4}", NotebookException.Code.NOT_A_NOTEBOOK, "minor", null);
        assertRefused(
                "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}}",
                NotebookException.Code.NOT_A_NOTEBOOK,
                "missing an expected key: cells",
                null);
        assertRefused(notebook("{\"cell_type\": \"code\"}"), NotebookException.Code.NOT_A_NOTEBOOK, "cell 0", null);
        assertRefused("[".repeat(100_000), NotebookException.Code.NOT_JSON, "depth", 1);
    }

    private static void assertRefused(String json, NotebookException.Code code, String part, Integer line) {
        NotebookException e = assertThrows(NotebookException.class, () -> Notebook.parse(json));
        assertEquals(code, e.code());
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertEquals(line, e.line());
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        NotebookException e =
                assertThrows(NotebookException.class, () -> Notebook.read(Path.of("target/no-such.ipynb")));
        assertTrue(e.getMessage().contains("no-such.ipynb"));
    }

    @Test
    void theCellsAreALiveView() {
        Notebook notebook = Notebook.empty();
        List<Cell> cells = notebook.cells();
        notebook.insert(0, Cell.code("b")).insert(0, Cell.markdown("a"));
        assertEquals(2, cells.size());
        cells.get(1).setSource("c");
        assertEquals("c", notebook.copy().cells().get(1).source());
        assertEquals("a", notebook.remove(0).source());
        assertEquals(1, cells.size());
        assertThrows(IndexOutOfBoundsException.class, () -> notebook.insert(5, Cell.code("")));
    }

    @Test
    void aVersionOneNotebookIsUpgraded() {
        Notebook notebook = Notebook.parse("{\"nbformat\": 1, \"cells\": [{\"cell_type\": \"code\", \"code\": \"1+1\","
                + " \"prompt_number\": 3}, {\"cell_type\": \"text\", \"text\": \"hello\"}]}");
        assertEquals("1+1", notebook.cells().getFirst().source());
        assertEquals(3, notebook.cells().getFirst().executionCount());
        assertEquals("markdown", notebook.cells().get(1).type());
    }

    @Test
    void timesAndDurationsAreWrittenAsPythonWritesThem() {
        Notebook notebook = Notebook.empty().insert(0, Cell.code("1")).insert(1, Cell.code("2"));
        PapermillMetadata.prepare(notebook);
        PapermillMetadata.started(notebook, Instant.parse("2026-01-01T00:00:00Z"));
        Cell cell = notebook.cells().getFirst();
        PapermillMetadata.cellStarted(cell, Instant.parse("2026-01-01T00:00:01.5Z"));
        PapermillMetadata.cellFinished(notebook, cell, Instant.parse("2026-01-01T00:00:03.123456789Z"), true);
        PapermillMetadata.finished(notebook, Instant.parse("2026-01-01T00:00:04Z"), null);

        assertEquals(
                "2026-01-01T00:00:01.500000+00:00",
                cell.metadata().at("/papermill/start_time").stringValue());
        assertEquals(1.623456, cell.metadata().at("/papermill/duration").doubleValue());
        assertEquals(PapermillMetadata.Status.FAILED, PapermillMetadata.status(cell));
        assertEquals(
                PapermillMetadata.Status.PENDING,
                PapermillMetadata.status(notebook.cells().get(1)));
        assertTrue(notebook.metadata().at("/papermill/exception").booleanValue());
        assertEquals(
                "2026-01-01T00:00:04+00:00",
                notebook.metadata().at("/papermill/end_time").stringValue());
    }

    @Test
    void aCellThatTheRunStoppedAtIsFailedAndLaterOnesStayPending() {
        Notebook notebook = Notebook.empty().insert(0, Cell.code("1")).insert(1, Cell.code("2"));
        PapermillMetadata.started(notebook, Instant.EPOCH);
        PapermillMetadata.cellStarted(notebook.cells().getFirst(), Instant.EPOCH);
        PapermillMetadata.finished(notebook, Instant.EPOCH, 0);
        assertEquals(
                PapermillMetadata.Status.FAILED,
                PapermillMetadata.status(notebook.cells().getFirst()));
        assertEquals(
                PapermillMetadata.Status.PENDING,
                PapermillMetadata.status(notebook.cells().get(1)));
    }
}
