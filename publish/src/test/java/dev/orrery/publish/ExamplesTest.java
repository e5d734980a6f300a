package dev.orrery.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.dag.TaskSpec;
import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {

    @ParameterizedTest
    @ValueSource(strings = {"notebook", "weather-report", "warehouse-replenishment"})
    void anExampleHasNothingToMend(String name) {
        assertEquals(List.of(), sound(name).findings());
    }

    @Test
    void theSeedsExampleIsThereLetterForLetter() throws IOException {
        assertEquals("""
                dag_id: notebook_v1
                owner: vinayak
                start_date: '2020-09-01'
                schedule_interval: '0 0 * * *'
                notebook_name: notebook.ipynb
                parameters:
                  msgs: 'Ran from Airflow at {{ execution_date }}!'
                """, Files.readString(TestingFolders.beside("examples/notebook/dag.yml")));
    }

    @Test
    void theWarehousesRunInParallelBetweenTheFirstTaskAndTheLast() {
        List<TaskSpec> tasks = sound("warehouse-replenishment").dag().tasks();
        assertEquals(
                4,
                tasks.stream()
                        .map(task -> task.notebook().orElseThrow())
                        .collect(Collectors.toSet())
                        .size());
        assertEquals(
                List.of(
                        List.of(),
                        List.of("prepare_demand"),
                        List.of("prepare_demand"),
                        List.of("stock_delhi", "stock_bangalore")),
                tasks.stream().map(task -> task.start().after()).toList());
    }

    @Test
    void everyNotebookIsWrittenAsJupyterWritesItAndHoldsNoOutputs() throws IOException {
        try (var files = Files.walk(TestingFolders.beside("examples"))) {
            List<Path> notebooks =
                    files.filter(path -> path.toString().endsWith(".ipynb")).toList();
            assertEquals(6, notebooks.size());
            for (Path path : notebooks) {
                Notebook notebook = Notebook.read(path);
                assertEquals(Files.readString(path), notebook.write() + "\n", path.toString());
                for (Cell cell : notebook.cells()) {
                    assertTrue(!cell.isCode() || cell.outputs().isEmpty(), path.toString());
                    assertFalse(cell.id().isEmpty());
                }
            }
        }
    }

    private static Check.Sound sound(String name) {
        Check check =
                new DagChecker(Set.of("python3")).check(LocalFolder.read(TestingFolders.beside("examples/" + name)));
        return assertInstanceOf(Check.Sound.class, check, check.findings().toString());
    }
}
