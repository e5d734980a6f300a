package dev.orrery.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Papermill's parameters: which ones a notebook declares, and the cell that sets them. */
public final class Parameters {
    /** The tag of the cell that declares parameters. */
    public static final String TAG = "parameters";

    /** The tag of the cell that sets them. */
    public static final String INJECTED_TAG = "injected-parameters";

    private Parameters() {}

    /**
     * What a notebook declares.
     *
     * @param tagged whether there is a cell tagged {@code parameters}
     * @param supported whether the language is one whose declarations are understood (Python)
     */
    public record Declared(boolean tagged, boolean supported, List<Parameter> parameters, List<String> warnings) {
        public Declared {
            parameters = List.copyOf(parameters);
            warnings = List.copyOf(warnings);
        }
    }

    /** The declared parameters; none where there is no tagged cell or the language is not Python. */
    public static List<Parameter> infer(Notebook notebook) {
        return declared(notebook, null, null).parameters();
    }

    /** As {@link #infer}, with what was found wanting; kernel and language override what the notebook says. */
    public static Declared declared(Notebook notebook, @Nullable String kernelName, @Nullable String language) {
        int index = notebook.indexOfTag(TAG);
        if (index < 0) {
            return new Declared(false, true, List.of(), List.of());
        }
        String kernel = kernelName != null ? kernelName : notebook.kernelName().orElse("");
        String spoken = language != null ? language : notebook.language().orElse("python");
        Translator translator = Translators.find(kernel, spoken);
        if (translator == null || !translator.declaresInPython()) {
            return new Declared(
                    true,
                    false,
                    List.of(),
                    List.of("Translator for '" + spoken + "' language does not support parameter introspection."));
        }
        PythonDeclarations found =
                PythonDeclarations.of(notebook.cells().get(index).source());
        return new Declared(true, true, found.parameters(), found.warnings());
    }

    /**
     * Puts the cell that sets the values where papermill puts it: in place of an earlier such cell, else behind the cell tagged
     * {@code parameters}, else first. Also notes the values in {@code metadata.papermill.parameters}.
     *
     * @param values in the order of their lines: null, Boolean, whole and floating numbers, String, List, Map
     * @return warnings, to be shown
     * @throws NotebookException when the language is not known or has no form for a value
     */
    public static List<String> inject(
            Notebook notebook, Map<String, ? extends @Nullable Object> values, String kernelName, String language) {
        String source = code(values, kernelName, language);
        Cell cell = Cell.code(source);
        cell.setTags(List.of(INJECTED_TAG));
        List<String> warnings = new ArrayList<>();
        int injected = notebook.indexOfTag(INJECTED_TAG);
        int declared = notebook.indexOfTag(TAG);
        if (injected >= 0) {
            notebook.remove(injected);
            notebook.insert(injected, cell);
        } else if (declared >= 0) {
            notebook.insert(declared + 1, cell);
        } else {
            warnings.add("Input notebook does not contain a cell with tag 'parameters'");
            notebook.insert(0, cell);
        }
        Trees.object(notebook.metadata(), "papermill").set("parameters", Trees.of(values));
        return warnings;
    }

    /** The text of the injected cell: a comment line, then one assignment a line. */
    public static String code(Map<String, ? extends @Nullable Object> values, String kernelName, String language) {
        Translator translator = Translators.find(kernelName, language);
        if (translator == null) {
            throw new NotebookException(
                    NotebookException.Code.NO_TRANSLATOR,
                    "No parameter translator functions specified for kernel '" + kernelName + "' or language '"
                            + language + "'. Parameters work in: " + Translators.languages() + ".");
        }
        return translator.code(values);
    }
}
