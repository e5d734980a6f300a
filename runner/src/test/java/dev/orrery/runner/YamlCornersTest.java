package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Corners of YAML 1.1 and of base64, as PyYAML and Python have them. */
class YamlCornersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: 0x_",
                "a: 0b_",
                "a: !!int x",
                "a: !!float x",
                "a: !!bool x",
                "a: =",
                "a: <<",
                "a: !!set {x}",
                "a: !custom x",
                "? [1]\n: x",
                "a: &r [*r]",
                "a: *missing",
                "- a",
                "text",
                "a: 1\n---\nb: 2",
                "a: !!timestamp 2020-01-01"
            })
    void whatPyYamlRefusesIsRefusedWithASentence(String yaml) {
        RunException refusal = assertThrows(RunException.class, () -> YamlParameters.parse(yaml, "test"));
        assertTrue(String.valueOf(refusal.getMessage()).contains(" "), yaml);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            !!bool yeS  | True
            !!null x    | None
            !!float 3   | 3.0
            !!int '0x1f' | 31
            !!float inf | inf
            '='         | '='
            0_          | 0
            """)
    void explicitTagsWinOverWhatStandsThere(String value, String expected) {
        assertEquals(
                expected,
                PythonRepr.repr(YamlParameters.parse("a: " + value, "test").get("a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"YTogMQ==", "YTog\nMQ==", "YTogMQ==x", "Y-Togé MQ=="})
    void base64IsReadAsLenientlyAsByPython(String text) {
        assertEquals(Map.of("a", java.math.BigInteger.ONE), parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"YTogMQ", "YTogMQ=", "/w=="})
    void base64WithoutItsEndOrOfNoTextIsRefused(String text) {
        assertThrows(RunException.class, () -> parse(text));
    }

    private static Map<String, Object> parse(String base64) {
        RunOptions options = RunOptions.parse(java.util.List.of("in", "out", "-b", base64));
        return RunParameters.of(options, "in", "out", new NotebookFiles(RunTerminal.ofProcess()));
    }
}
