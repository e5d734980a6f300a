package dev.orrery.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Folders for tests: a dag of one notebook, and what is changed about it. */
final class TestingFolders {
    static final String YAML = """
            dag_id: sales
            owner: ana
            start_date: '2026-01-01'
            schedule_interval: '0 0 * * *'
            notebook_name: notebook.ipynb
            parameters:
              msgs: 'Ran at {{ ds }}'
            """;

    private TestingFolders() {}

    static Folder sales() {
        return of(Map.of("dag.yml", YAML, "notebook.ipynb", notebook("msgs = 'x'")));
    }

    static Folder of(Map<String, String> files) {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        files.forEach((path, text) -> bytes.put(path, text.getBytes(UTF_8)));
        return Folder.of(bytes);
    }

    /** A notebook with a cell tagged parameters that holds this source, which must need no escape in JSON. */
    static String notebook(String parameters) {
        return notebook(parameters, "parameters", "python3");
    }

    static String notebook(String source, String tag, String kernel) {
        return """
                {
                 "cells": [
                  {
                   "cell_type": "code", "execution_count": null, "id": "a", "metadata": {"tags": ["%s"]}, "outputs": [],
                   "source": "%s"
                  }
                 ],
                 "metadata": {
                  "kernelspec": {"display_name": "k", "language": "python", "name": "%s"}
                 },
                 "nbformat": 4,
                 "nbformat_minor": 5
                }
                """.formatted(tag, source, kernel);
    }

    /** A folder beside the modules, such as {@code examples}. */
    static Path beside(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("examples")) && Files.isDirectory(at.resolve("publish"))) {
                return at.resolve(name);
            }
        }
        throw new IllegalStateException("the tests must run inside of the repository");
    }
}
