package dev.orrery.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.notebook.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Notebooks of other languages on their real kernels: bash_kernel and jjava from PyPI, IRkernel where it is installed. */
class RealKernelsTest {
    private static final List<String> PACKAGES = List.of("bash_kernel==0.10.0", "jjava==1.0a8");
    /** All that is hard to write: quotes, what a shell or a template would fill in, control characters, each width of UTF-8. */
    private static final String HARD = "it's \"q\" $HOME ${x} `id` $(id) \\n \\\\ #{1} %d é 漢 🎉 \u0001 \t.";

    /** A kernel, and how its language says what the tests are about. */
    private enum Language {
        BASH("bash", "echo before; false", "sleep 60", "kill -9 $PPID", "echo done"),
        R("ir", "cat('before\\n'); stop('boom')", "Sys.sleep(60)", "tools::pskill(Sys.getpid(), 9)", "cat('done\\n')"),
        JAVA(
                "java",
                "System.out.println(\"before\"); throw new IllegalStateException(\"boom\");",
                "Thread.sleep(60_000);",
                "Runtime.getRuntime().halt(9);",
                "System.out.println(\"done\")");

        private final String kernel;
        private final String failing;
        private final String sleeping;
        private final String dying;
        private final String printing;

        Language(String kernel, String failing, String sleeping, String dying, String printing) {
            this.kernel = kernel;
            this.failing = failing;
            this.sleeping = sleeping;
            this.dying = dying;
            this.printing = printing;
        }
    }

    @TempDir
    Path folder;

    private TestingRun run(Language language, String... sources) throws IOException, InterruptedException {
        TestingRun run = new TestingRun(sources);
        run.kernelName = language.kernel;
        // A busy machine takes long to start a second JVM or R.
        run.startTimeout = Duration.ofSeconds(180);
        run.environment.put("HOME", folder.toString());
        run.environment.put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
        run.kernelPath = switch (language) {
            case BASH -> {
                Path prefix = TestingPython.prefix("test-kernels", PACKAGES);
                yield spec(
                        language,
                        prefix.resolve("bin/python").toString(),
                        "-m",
                        "bash_kernel",
                        "-f",
                        "{connection_file}");
            }
            case R -> {
                assumeTrue(
                        hasR(), "IRkernel is not installed: apt-get install r-cran-irkernel (./test does so as root)");
                yield spec(language, "R", "--slave", "-e", "IRkernel::main()", "--args", "{connection_file}");
            }
            case JAVA -> TestingPython.prefix("test-kernels", PACKAGES).resolve("share/jupyter");
        };
        return run;
    }

    private Path spec(Language language, String... argv) throws IOException {
        Path kernel = Files.createDirectories(folder.resolve("kernels").resolve(language.kernel));
        List<String> quoted = new ArrayList<>();
        Arrays.stream(argv).forEach(word -> quoted.add("\"" + word + "\""));
        Files.writeString(
                kernel.resolve("kernel.json"), "{\"argv\": " + quoted + ", \"language\": \"" + language.kernel + "\"}");
        return folder;
    }

    private static boolean hasR() throws InterruptedException {
        try {
            return new ProcessBuilder("Rscript", "-e", "library(IRkernel)")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("text", HARD);
        values.put("nothing", null);
        values.put("truth", true);
        values.put("whole", -12L);
        values.put("number", 2.5e-7);
        values.put("words", List.of("a b", "c\"d", "*", ""));
        return values;
    }

    @Test
    void bashReadsItsParametersAsTheyWereGiven() throws Exception {
        TestingRun run = run(
                Language.BASH,
                Parameters.code(values(), "bash", "bash"),
                "printf '%s' \"$text\" | base64 -w0; echo",
                "printf '<%s>' \"$nothing\" $truth $whole $number \"${words[@]}\"");

        assertEquals(new ExecutionResult.Completed(), run.run());
        byte[] text = java.util.Base64.getDecoder().decode(run.text(1).strip());
        assertEquals(HARD, new String(text, java.nio.charset.StandardCharsets.UTF_8));
        assertEquals("<><true><-12><2.5e-07><a b><c\"d><*><>", run.text(2).strip());
    }

    @Test
    void theREnvironmentHoldsItsParametersAsTheyWereGiven() throws Exception {
        Map<String, @Nullable Object> values = values();
        values.put("nan", Double.NaN);
        values.put("most", Double.POSITIVE_INFINITY);
        values.put("least", Double.NEGATIVE_INFINITY);
        values.put("nested", Map.of("k 1", List.of(1L, Map.of("deep", "é"))));
        TestingRun run = run(
                Language.R,
                Parameters.code(values, "ir", "R"),
                "cat(text)",
                "stopifnot(is.null(nothing), isTRUE(truth), whole == -12, number == 2.5e-7)",
                "stopifnot(is.nan(nan), most == Inf, least == -Inf)",
                "stopifnot(identical(words, list('a b', 'c\"d', '*', '')))",
                "stopifnot(identical(nested[['k 1']][[2]]$deep, '\\u00e9'), nested[['k 1']][[1]] == 1)");

        assertEquals(new ExecutionResult.Completed(), run.run());
        assertEquals(HARD, run.text(1));
    }

    @Test
    void aJvmKernelExecutesCells() throws Exception {
        TestingRun run = run(Language.JAVA, "int x = 6 * 7;\nx", "System.out.print(\"é\" + x)");

        assertEquals(new ExecutionResult.Completed(), run.run());
        assertEquals("42", run.output(0, 0).path("data").path("text/plain").asString(""));
        assertEquals("é42", run.text(1));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void anErrorStopsTheRun(Language language) throws Exception {
        TestingRun run = run(language, language.failing, language.printing);

        assertInstanceOf(ExecutionResult.CellFailed.class, run.run());
        assertEquals("failed", run.status(0));
        assertEquals("pending", run.status(1));
        assertTrue(run.text(0).contains("before"), () -> run.text(0));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void aCellThatTakesTooLongIsInterruptedAndTheKernelEnds(Language language) throws Exception {
        TestingRun run = run(language, language.printing, language.sleeping, language.printing);
        run.cellTimeout = Duration.ofSeconds(20);

        ExecutionResult result = run.run();

        assertEquals(new ExecutionResult.TimedOut(1, Duration.ofSeconds(20)), result);
        assertEquals(List.of("completed", "failed", "pending"), List.of(run.status(0), run.status(1), run.status(2)));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void aDeadKernelIsSeen(Language language) throws Exception {
        TestingRun run = run(language, language.printing, language.dying, language.printing);

        ExecutionResult.KernelDied died = assertInstanceOf(ExecutionResult.KernelDied.class, run.run());
        assertEquals(1, died.index());
        assertTrue(died.how().contains("9"), died::how);
        assertEquals("pending", run.status(2));
    }
}
