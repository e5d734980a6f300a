package dev.orrery.publish;

import static dev.orrery.publish.TestingFolders.YAML;
import static dev.orrery.publish.TestingFolders.notebook;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.dag.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DagCheckerTest {
    private final DagChecker checker = new DagChecker(Set.of("python3"));

    @Test
    void aSoundFolderHasItsDagAndNoFindings() {
        Check.Sound sound = assertInstanceOf(Check.Sound.class, checker.check(TestingFolders.sales()));
        assertEquals("sales", sound.dag().dagId());
        assertEquals(YAML, sound.yaml());
        assertEquals(List.of(), sound.findings());
    }

    @Test
    void aFolderWithoutADagFileSaysHowToMakeOne() {
        Finding finding = only("notebook.ipynb", notebook("a = 1"));
        assertEquals("dag.yml", finding.file());
        assertNull(finding.line());
        assertTrue(finding.remedy().contains("dag create notebook"), finding.remedy());
    }

    @Test
    void aFileThatIsNearlyCalledDagYmlIsToBeRenamed() {
        for (String name : List.of("dag.yaml", "DAG.yml")) {
            Finding finding = only(name, YAML);
            assertEquals(name, finding.file());
            assertTrue(finding.remedy().contains("Rename"), finding.remedy());
        }
    }

    @Test
    void aDagFileOneFolderBelowIsPointedTo() {
        assertTrue(only("reports/sales/dag.yml", YAML).remedy().contains("'reports/sales'"));
    }

    @Test
    void whatIsWrongInDagYmlIsFound() {
        Check check = checker.check(TestingFolders.of(
                Map.of("dag.yml", YAML.replace("owner:", "ownr:"), "notebook.ipynb", notebook("msgs = ''"))));
        assertInstanceOf(Check.Unsound.class, check);
        assertTrue(
                check.findings().stream().anyMatch(finding -> Integer.valueOf(2).equals(finding.line())),
                check.toString());
    }

    @Test
    void aNotebookThatIsNotThereIsFoundWithItsLineAndTheNearestName() {
        Finding finding = only("dag.yml", YAML, "notebok.ipynb", notebook("msgs = 1"));
        assertEquals("dag.yml", finding.file());
        assertEquals(5, finding.line());
        assertEquals("Did you mean 'notebok.ipynb'?", finding.remedy());
        assertTrue(only("dag.yml", YAML, "x/other.ipynb", "").remedy().contains("'x/other.ipynb'"));
        assertTrue(only("dag.yml", YAML).remedy().contains("holds none"));
    }

    @Test
    void aNotebookThatIsNoJsonIsFoundWithItsLine() {
        Finding finding = only("dag.yml", YAML, "notebook.ipynb", "{\n \"cells\": [\n  oops\n ]\n}");
        assertEquals("notebook.ipynb", finding.file());
        assertEquals(3, finding.line());
        assertTrue(finding.remedy().contains("JupyterLab"), finding.remedy());
    }

    @Test
    void jsonThatIsNoNotebookIsFound() {
        assertEquals(
                "notebook.ipynb",
                only("dag.yml", YAML, "notebook.ipynb", "[1, 2]").file());
        assertEquals(
                "notebook.ipynb", only("dag.yml", YAML, "notebook.ipynb", "").file());
        assertEquals(
                "notebook.ipynb",
                only("dag.yml", YAML, "notebook.ipynb", "[".repeat(100_000)).file());
    }

    @Test
    void aKernelThatTheEnvironmentDoesNotHaveIsFoundWithItsLine() {
        Finding finding = only("dag.yml", YAML, "notebook.ipynb", notebook("msgs = 1", "parameters", "ir"));
        assertTrue(finding.message().contains("'ir'"), finding.message());
        assertEquals(9, finding.line());
        assertTrue(finding.remedy().contains("python3"), finding.remedy());
    }

    @Test
    void aNotebookThatNamesNoKernelRunsInPython() {
        String bare = notebook("msgs = 1").replaceAll("\"kernelspec\": \\{.*}", "");
        assertEquals(List.of(), findings("dag.yml", YAML, "notebook.ipynb", bare));
    }

    @Test
    void aParameterThatNobodyReadsIsFoundWithItsLineAndTheNearestName() {
        Finding finding = only("dag.yml", YAML, "notebook.ipynb", notebook("msg = 1"));
        assertEquals("dag.yml", finding.file());
        assertEquals(7, finding.line());
        assertEquals("parameters.msgs", finding.field());
        assertEquals("Did you mean 'msg'?", finding.remedy());
        assertTrue(only("dag.yml", YAML, "notebook.ipynb", notebook("quite = 1"))
                .remedy()
                .contains("Declared are: quite."));
    }

    @Test
    void eachFormOfDeclaringAParameterIsUnderstood() {
        for (String source : List.of(
                "msgs = 1",
                "msgs: str = None  # help",
                "a = 2\\nmsgs=[1,\\n 2]",
                "low, msgs = 1, 9",
                "a = msgs = 3",
                "if True:\\n    msgs = 1")) {
            assertEquals(List.of(), findings("dag.yml", YAML, "notebook.ipynb", notebook(source)), source);
        }
        for (String source : List.of("# msgs = 1", "msgs == 1", "o.msgs = 1", "a = msgs", "xmsgs = 1", "print(msgs)")) {
            assertEquals(
                    1,
                    findings("dag.yml", YAML, "notebook.ipynb", notebook(source))
                            .size(),
                    source);
        }
    }

    @Test
    void parametersWithoutACellForThemAreOneFindingHoweverManyTheyAre() {
        Finding finding = only(
                "dag.yml", YAML + "  second: 2\n", "notebook.ipynb", notebook("msgs = 1", "no-parameters", "python3"));
        assertEquals(7, finding.line());
        assertTrue(finding.message().contains("msgs, second"), finding.message());
        assertTrue(finding.remedy().contains("tag 'parameters'"), finding.remedy());
    }

    @Test
    void aParameterOfTheWholeDagNeedsOnlyOneReader() {
        String tasks = """
                dag_id: sales
                owner: ana
                start_date: '2026-01-01'
                schedule_interval: '0 0 * * *'
                parameters:
                  day: '{{ ds }}'
                tasks:
                  - task_id: a
                    notebook: a.ipynb
                  - task_id: b
                    notebook: b.ipynb
                    after: [a]
                    parameters:
                      region: north
                """;
        String nothing = notebook("x = 1", "other", "python3");
        assertEquals(
                List.of(), findings("dag.yml", tasks, "a.ipynb", nothing, "b.ipynb", notebook("day = 1\\nregion = 2")));
        Finding finding = only("dag.yml", tasks, "a.ipynb", notebook("day = 1\\nregion = 2"), "b.ipynb", nothing);
        assertEquals(14, finding.line());
        assertTrue(finding.message().contains("'b.ipynb'"), finding.message());
    }

    @Test
    void filesOfWindowsEditorsAreRead() {
        for (byte[] yaml : List.of(
                ("\ufeff" + YAML).getBytes(UTF_8),
                ("\ufeff" + YAML).getBytes(UTF_16LE),
                YAML.replace("\n", "\r\n").getBytes(UTF_8))) {
            Check check = checker.check(Folder.of(Map.of(
                    "dag.yml", yaml, "notebook.ipynb", notebook("msgs = 1").getBytes(UTF_8))));
            assertEquals(List.of(), check.findings());
        }
    }

    @Test
    void anotherEncodingIsFoundWithItsLine() {
        Check check = checker.check(
                Folder.of(Map.of("dag.yml", YAML.replace("ana", "Jürgen").getBytes(ISO_8859_1))));
        Finding finding = check.findings().getFirst();
        assertEquals(2, finding.line());
        assertTrue(finding.remedy().contains("UTF-8"), finding.remedy());
    }

    @Test
    void allIsFoundInOneGo() {
        String yaml = YAML.replace("notebook_name: notebook.ipynb\n", "") + """
                tasks:
                  - task_id: a
                    notebook: gone.ipynb
                  - task_id: b
                    notebook: broken.ipynb
                  - task_id: c
                    notebook: c.ipynb
                    parameters:
                      typo: 1
                """;
        List<Finding> findings = findings("dag.yml", yaml, "broken.ipynb", "{", "c.ipynb", notebook("type = 1"));
        assertEquals(
                List.of("dag.yml", "dag.yml", "broken.ipynb"),
                findings.stream().map(Finding::file).toList());
    }

    private Finding only(String... files) {
        List<Finding> findings = findings(files);
        assertEquals(1, findings.size(), findings.toString());
        assertTrue(findings.getFirst().isError());
        return findings.getFirst();
    }

    private List<Finding> findings(String... files) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < files.length; i += 2) {
            map.put(files[i], files[i + 1]);
        }
        return checker.check(TestingFolders.of(map)).findings();
    }
}
