package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.runner.RunOptions.Option;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunArgumentsTest {
    private static final String EMPTY = "{\"cells\": [], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}";

    @TempDir
    Path folder;

    @Test
    void optionsStandAnywhereAndTakeTheirValuesInEveryForm() {
        RunOptions options = RunOptions.parse(
                List.of("-p", "a", "-1", "in", "--kernel=python3", "-lpython", "out", "--report-mode", "-p", "b", "2"));

        assertEquals("in", options.firstPath());
        assertEquals("out", options.secondPath());
        assertEquals("python3", options.text(Option.KERNEL));
        assertEquals("python", options.text(Option.LANGUAGE));
        assertEquals(List.of(List.of("a", "-1"), List.of("b", "2")), options.all(Option.PARAMETERS));
        assertTrue(options.flag(Option.REPORT_MODE, false));
    }

    @Test
    void theLastOfASwitchAndItsOppositeWins() {
        assertEquals(
                false,
                RunOptions.parse(List.of("--log-output", "--no-log-output")).flag(Option.LOG_OUTPUT, true));
        assertEquals(
                true,
                RunOptions.parse(List.of("--prepare-execute", "--prepare-only")).flag(Option.PREPARE_ONLY, false));
    }

    @ParameterizedTest
    @CsvSource({
        "--foo,No such option '--foo'.",
        "-p a,Option '-p' requires 2 arguments.",
        "a b c d,Got unexpected extra arguments (c d)",
        "a b --start_timeout x,Invalid value for '--start-timeout' / '--start_timeout': 'x' is not a valid integer.",
        "--help=1,Option '--help' does not take a value."
    })
    void aWrongCommandLineExitsWithTwoAndSaysWhy(String line, String message) {
        PapermillCases.Result result = PapermillCases.run(List.of(line.split(" ", -1)), folder, Map.of());

        assertEquals(2, result.exitCode());
        assertTrue(result.stderr().endsWith("Error: " + message + "\n"), result.stderr());
    }

    @Test
    void valuesAreTypedAsPythonReadsThem() {
        assertEquals(true, PythonNumbers.typed("True"));
        assertEquals("true", PythonNumbers.typed("true"));
        assertNull(PythonNumbers.typed("None"));
        assertEquals(BigInteger.valueOf(1000), PythonNumbers.typed(" +1_000 "));
        assertEquals(BigInteger.valueOf(7), PythonNumbers.typed("007"));
        assertEquals(BigInteger.valueOf(42), PythonNumbers.typed("\u0664\u0662"));
        assertEquals(new BigInteger("9".repeat(40)), PythonNumbers.typed("9".repeat(40)));
        assertEquals(1000.0, PythonNumbers.typed("1e3"));
        assertEquals(0.5, PythonNumbers.typed(".5"));
        assertEquals(Double.POSITIVE_INFINITY, PythonNumbers.typed("1e400"));
        assertEquals(Double.NEGATIVE_INFINITY, PythonNumbers.typed("-Infinity"));
        assertEquals(Double.NaN, PythonNumbers.typed("nAn"));
        for (String text : List.of("", "1__0", "_1", "1_", "0x10", "1e", ".", "1.2.3", "--1", "e5", "1 2")) {
            assertEquals(text, PythonNumbers.typed(text));
        }
    }

    @Test
    void yamlIsReadAsVersionOnePointOne() {
        Map<String, Object> values = YamlParameters.parse(
                "{a: yes, b: Off, c: ~, d: 010, e: 0x1f, f: 0b11, g: 1_000, h: 1:30, i: 1e5, j: 1.0e+5, k: -.inf, l: 2020-01-01,"
                        + " m: 'yes', n: !!str 12, o: .5, p: '', q: , r: 09}",
                "test");

        assertEquals(
                Arrays.asList(
                        true,
                        false,
                        null,
                        big(8),
                        big(31),
                        big(3),
                        big(1000),
                        big(90),
                        "1e5",
                        100000.0,
                        Double.NEGATIVE_INFINITY,
                        "2020-01-01",
                        "yes",
                        "12",
                        0.5,
                        "",
                        null,
                        "09"),
                new java.util.ArrayList<>(values.values()));
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    @Test
    void yamlAnchorsAndMergesAreFollowed() {
        Map<String, Object> values =
                YamlParameters.parse("base: &b {x: 1, y: 2}\nmore:\n  <<: *b\n  y: 3\nagain: *b\n", "test");

        assertEquals(Map.of("x", big(1), "y", big(3)), values.get("more"));
        assertEquals(Map.of("x", big(1), "y", big(2)), values.get("again"));
    }

    @Test
    void yamlThatIsNoMappingOrContainsItselfIsRefused() {
        assertThrows(RunException.class, () -> YamlParameters.parse("[1, 2]", "test"));
        assertThrows(RunException.class, () -> YamlParameters.parse("a: [", "test"));
        assertThrows(RunException.class, () -> YamlParameters.parse("a: &a [*a]", "test"));
        assertEquals(Map.of(), YamlParameters.parse("", "test"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{a}-{b!r}, 3-'x'",
                "{a:03d}|{a:>4}|{b:_^5}, 003|   3|__x__",
                "{f:.2f} {f} {f:e}, 2.50 2.5 2.500000e+00",
                "{l[1]} {m[k]}, two v",
                "{{a}}, {a}",
                "{pm[t]:%Y-%m-%d_%H%M} {pm[t].year}, 2026-03-01_0405 2026",
                "{n} {t}, None True"
            })
    void pathsAreFilledInAsPythonsFormatDoes(String template, String expected) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("a", big(3));
        values.put("b", "x");
        values.put("f", 2.5);
        values.put("n", null);
        values.put("t", true);
        values.put("l", List.of("one", "two"));
        values.put("m", Map.of("k", "v"));
        values.put("pm", Map.of("t", Instant.parse("2026-03-01T04:05:06Z").atZone(ZoneOffset.UTC)));

        assertEquals(expected, PathTemplate.fill(template, values));
    }

    @Test
    void anUnknownNameInAPathIsNamed() {
        RunException e = assertThrows(RunException.class, () -> PathTemplate.fill("o-{zz}.ipynb", Map.of()));
        assertTrue(e.getMessage().startsWith("Missing parameter 'zz'"), e.getMessage());
        assertThrows(RunException.class, () -> PathTemplate.fill("o-{}.ipynb", Map.of()));
        assertThrows(RunException.class, () -> PathTemplate.fill("o-{a.ipynb", Map.of("a", "x")));
    }

    @Test
    void laterKindsOfParametersWinAndNamesKeepTheirPlace() {
        RunOptions options = RunOptions.parse(
                List.of("-r", "x", "4", "-p", "x", "3", "-y", "{x: 2, y: 5}", "-b", "eDogMQp6OiA2", "--inject-paths"));
        Map<String, Object> values = RunParameters.of(options, "i", "o", new NotebookFiles(terminal()));

        assertEquals("{PAPERMILL_INPUT_PATH=i, PAPERMILL_OUTPUT_PATH=o, x=4, z=6, y=5}", values.toString());
    }

    private RunTerminal terminal() {
        return new RunTerminal(
                System.in, System.out, System.err, false, false, false, Map.of(), folder, () -> Instant.EPOCH);
    }

    @Test
    void writingKeepsPermissionsAndGoesThroughASymbolicLink() throws Exception {
        Files.writeString(folder.resolve("in.ipynb"), EMPTY);
        Path target = Files.writeString(folder.resolve("target.ipynb"), "old");
        Files.setPosixFilePermissions(target, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-r--"));
        Files.createSymbolicLink(folder.resolve("link.ipynb"), target);

        assertEquals(0, prepare("link.ipynb").exitCode());
        assertTrue(Files.isSymbolicLink(folder.resolve("link.ipynb")));
        assertTrue(Files.readString(target).startsWith("{\n \"cells\": []"));
        assertEquals(0, prepare("target.ipynb").exitCode());
        assertEquals(
                "rw-rw-r--",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
        try (var files = Files.list(folder)) {
            assertEquals(3, files.count(), "no temporary file is left");
        }
    }

    private PapermillCases.Result prepare(String output) {
        return PapermillCases.run(List.of("in.ipynb", output, "--prepare-only"), folder, Map.of());
    }

    @Test
    void aNotebookOnStandardOutputKeepsTheTerminalQuiet() throws Exception {
        Files.writeString(folder.resolve("in.ipynb"), EMPTY);
        PapermillCases.Result result = PapermillCases.run(List.of("in.ipynb", "--prepare-only"), folder, Map.of());

        assertEquals(0, result.exitCode());
        assertEquals("", result.stderr());
        assertTrue(result.stdout().endsWith("\"nbformat_minor\": 5\n}"), result.stdout());
    }

    @ParameterizedTest
    @CsvSource({"s3://b/x.ipynb,out.ipynb", "in.ipynb,gs://b/x.ipynb", "none.ipynb,out.ipynb", "in.ipynb,no/out.ipynb"})
    void aPathThatCannotBeUsedIsAnErrorThatNamesIt(String input, String output) throws Exception {
        Files.writeString(folder.resolve("in.ipynb"), EMPTY);
        PapermillCases.Result result = PapermillCases.run(List.of(input, output, "--prepare-only"), folder, Map.of());

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("Error: "), result.stderr());
    }

    @Test
    void withoutAKernelNameTheRunSaysHowToNameOne() throws Exception {
        Files.writeString(folder.resolve("in.ipynb"), EMPTY);
        PapermillCases.Result result = PapermillCases.run(List.of("in.ipynb", "out.ipynb"), folder, Map.of());

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("No kernel name found in notebook and no override provided."));
    }

    @ParameterizedTest
    @CsvSource({"65536,65536", "512K,524288", "64m,67108864", "2GiB,2147483648", "1 MB,1048576", "0,9223372036854775807"
    })
    void anOutputLimitIsBytesOrHasAUnit(String text, long bytes) {
        RunOptions options = RunOptions.parse(List.of("--output-limit", text));

        assertEquals(bytes, OutputLimit.of(options, Map.of(OutputLimit.VARIABLE, "1K")));
        assertEquals(bytes, OutputLimit.of(RunOptions.parse(List.of()), Map.of(OutputLimit.VARIABLE, text)));
    }

    @Test
    void withoutALimitGivenItIsThatOfThePlatform() {
        assertEquals(64L << 20, OutputLimit.of(RunOptions.parse(List.of()), Map.of()));
        assertEquals(
                RunCommand.USAGE,
                assertThrows(RunException.class, () -> RunOptions.parse(List.of("--output-limit", "much")))
                        .exitCode());
    }
}
