package dev.orrery.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private static Notebook declaring(String source) {
        Cell cell = Cell.code(source);
        cell.setTags(List.of(Parameters.TAG));
        return Notebook.empty().insert(0, Cell.markdown("# Title")).insert(1, cell);
    }

    private static Parameter only(String source) {
        List<Parameter> found = Parameters.infer(declaring(source));
        assertEquals(1, found.size(), found.toString());
        return found.getFirst();
    }

    @Test
    void anAssignmentIsAParameterWithTypeHelpAndLine() {
        assertEquals(
                new Parameter("a", "float", "2.25", "Variable a", 2, false), only("\na: float = 2.25 # Variable a"));
        assertEquals(new Parameter("c", "NoneType", "None", "", 1, false), only("c: \"NoneType\" = None"));
        assertEquals(new Parameter("x", null, "1", "", 1, false), only("x=1"));
        assertEquals(
                new Parameter("b", "List[str]", "['Hello','World']", "Nice list", 1, false),
                only("b = [\n    'Hello', # First\n# Dummy\n    'World'\n] # type: List[str] Nice list\n"));
    }

    @Test
    void whatPapermillGivesUpOnIsFoundAndMarked() {
        assertEquals(new Parameter("d", null, "a == 3", "", 1, true), only("d = a == 3"));
        assertEquals(new Parameter("f", null, "g(k=1)", "", 1, true), only("f = g(k=1)"));
        assertEquals("'#1'", only("s = '#1' # a number").defaultValue());
        assertEquals("int | None", only("o: int | None = 1").type());
        assertEquals("\"\"\"a\n# b\"\"\"", only("t = \"\"\"a\n# b\"\"\"").defaultValue());
        assertEquals(2, Parameters.infer(declaring("a = 1; b = 2")).size());
        assertEquals(
                List.of("Unable to parse line 1 'd = a == 3'."),
                Parameters.declared(declaring("d = a == 3"), null, null).warnings());
    }

    @Test
    void otherCodeIsNoParameter() {
        for (String source : List.of(
                "import os",
                "= 2",
                "x == 1",
                "x += 1",
                "a.b = 1",
                "a[0] = 1",
                "print(x=1)",
                "# x = 1",
                "else: x = 1",
                "'''\nx = 1\n'''",
                "")) {
            assertEquals(List.of(), Parameters.infer(declaring(source)), source);
        }
        assertEquals(
                List.of("x", "y"),
                Parameters.infer(declaring("x = 1\nimport os\ny = 'abc\nz")).stream()
                        .map(Parameter::name)
                        .toList());
    }

    @Test
    void aNotebookOfAnotherLanguageDeclaresNothingAndSaysSo() {
        Notebook notebook = declaring("x <- 1");
        notebook.metadata().putObject("kernelspec").put("name", "ir").put("language", "R");
        Parameters.Declared declared = Parameters.declared(notebook, null, null);
        assertTrue(declared.tagged());
        assertEquals(
                List.of("Translator for 'R' language does not support parameter introspection."), declared.warnings());
    }

    @Test
    void theInjectedCellStandsBehindTheDeclaringOneAndIsReplacedLater() {
        Notebook notebook = declaring("x = 1");
        Parameters.inject(notebook, Map.of("x", 2), "python3", "python");
        Parameters.inject(notebook, Map.of("x", 3), "python3", "python");
        assertEquals(3, notebook.cells().size());
        Cell injected = notebook.cells().get(2);
        assertEquals("# Parameters\nx = 3\n", injected.source());
        assertEquals(List.of(Parameters.INJECTED_TAG), injected.tags());
        assertEquals(3, notebook.metadata().at("/papermill/parameters/x").intValue());
    }

    @Test
    void withoutADeclaringCellItComesFirstWithAWarning() {
        Notebook notebook = Notebook.empty().insert(0, Cell.code("y"));
        assertEquals(
                List.of("Input notebook does not contain a cell with tag 'parameters'"),
                Parameters.inject(notebook, Map.of("x", 2), "python3", "python"));
        assertEquals("# Parameters\nx = 2\n", notebook.cells().getFirst().source());
    }
}
