package dev.orrery.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TranslatorsTest {
    private static final Map<String, String> LANGUAGES = Map.of(
            "PythonTranslator", "python",
            "RTranslator", "R",
            "ScalaTranslator", "scala",
            "JuliaTranslator", "julia",
            "MatlabTranslator", "matlab",
            "CSharpTranslator", ".net-csharp",
            "FSharpTranslator", ".net-fsharp",
            "PowershellTranslator", ".net-powershell",
            "BashTranslator", "bash");

    record Vector(String language, String method, List<String> input, String expected) {}

    /** What papermill's own translators really give. */
    static List<Vector> vectors() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        try (var in = TranslatorsTest.class.getResourceAsStream("/translators.json")) {
            for (JsonNode each : JsonMapper.shared().readTree(in)) {
                List<String> input = new ArrayList<>();
                each.path("input_repr").forEach(value -> input.add(value.stringValue()));
                vectors.add(new Vector(
                        LANGUAGES.get(each.path("translator").stringValue()),
                        each.path("method").stringValue(),
                        input,
                        each.path("actual").stringValue()));
            }
        }
        return vectors;
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void writesWhatPapermillWrites(Vector vector) {
        Translator translator = Translators.find("", vector.language());
        Object first = PythonLiteral.parse(vector.input().getFirst());
        String code = switch (vector.method()) {
            case "translate" -> translator.translate(first);
            case "codify" -> {
                Map<String, Object> values = new LinkedHashMap<>();
                ((Map<?, ?>) first).forEach((name, value) -> values.put((String) name, value));
                yield translator.code(values);
            }
            case "comment" -> translator.comment((String) first);
            default ->
                translator.assign((String) first, (String)
                        PythonLiteral.parse(vector.input().get(1)));
        };
        assertEquals(vector.expected(), code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "python|\"a\\xe9\\u20ac\\U0001f600$`\"",
                "R|\"a\\u00e9\\u20ac\\U0001f600$`\"",
                "scala|\"a\\u00e9\\u20ac\\ud83d\\ude00$`\"",
                "julia|\"a\\u00e9\\u20ac\\U0001f600\\$`\"",
                ".net-csharp|\"a\\u00e9\\u20ac\\U0001f600$`\"",
                ".net-powershell|\"a\u00e9\u20ac\ud83d\ude00`$``\"",
                "bash|'a\u00e9\u20ac\ud83d\ude00$`'"
            })
    void textsCannotRunCodeAndKeepTheirCharacters(String language, String expected) {
        assertEquals(expected, Translators.find("", language).translate("a\u00e9\u20ac\ud83d\ude00$`"));
    }

    @Test
    void aCurlyQuoteDoesNotEndAStringOfPowerShell() {
        assertEquals("\"`\u201d; rm\"", Translators.find("", ".net-powershell").translate("\u201d; rm"));
    }

    @ParameterizedTest
    @CsvSource({"R,'list(NaN, Inf, -Inf)'", "julia,'[NaN, Inf, -Inf]'", "matlab,'{NaN, Inf, -Inf}'"})
    void numbersThatAreNoneAreWrittenInTheLanguagesWords(String language, String expected) {
        assertEquals(
                expected,
                Translators.find("", language)
                        .translate(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)));
    }

    @Test
    void theKernelsNameComesBeforeTheLanguage() {
        assertEquals("# Parameters\nx = 1\n", Parameters.code(Map.of("x", 1), "pysparkkernel", "scala"));
        assertEquals("// Parameters\nval x = 1\n", Parameters.code(Map.of("x", 1), "python3", "scala"));
    }

    @Test
    void aLanguageWithoutTranslatorAndAValueWithoutFormAreRefused() {
        assertEquals(
                NotebookException.Code.NO_TRANSLATOR,
                assertThrows(NotebookException.class, () -> Parameters.code(Map.of("x", 1), "deno", "typescript"))
                        .code());
        Map<String, Object> nothing = new LinkedHashMap<>();
        nothing.put("x", null);
        assertThrows(NotebookException.class, () -> Parameters.code(nothing, ".net-csharp", "C#"));
        assertThrows(NotebookException.class, () -> Parameters.code(Map.of("x", Map.of("a", 1)), "bash", "bash"));
        assertEquals(
                "x=()\n",
                Parameters.code(Map.of("x", Arrays.asList()), "bash", "bash").split("\n", 2)[1]);
    }
}
