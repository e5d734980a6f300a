package dev.orrery.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Python environment with ipykernel, ipywidgets and matplotlib below {@code target/}, built once with uv, or venv and pip. That needs
 * the network (or a cache of packages), the only thing of this module's tests that does; the failure says so.
 */
final class KernelEnvironment {
    private static final Path PREFIX = Path.of("target", "kernel-environment").toAbsolutePath();
    private static final List<String> PACKAGES = List.of("ipykernel>=7", "ipywidgets>=8", "matplotlib");
    private static final int MINUTES_TO_BUILD = 10;

    private KernelEnvironment() {}

    /** Variables with which a kernel of this environment is found and started. */
    static synchronized Map<String, String> variables(Path home) throws IOException, InterruptedException {
        if (!Files.exists(PREFIX.resolve("ready"))) {
            build();
        }
        Map<String, String> variables = new HashMap<>();
        variables.put("PATH", PREFIX.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
        variables.put("HOME", home.toString());
        variables.put("LANG", "C.UTF-8");
        variables.put("JUPYTER_PATH", PREFIX.resolve("share/jupyter").toString());
        return variables;
    }

    private static void build() throws IOException, InterruptedException {
        String python = PREFIX.resolve("bin/python").toString();
        if (isThere("uv")) {
            call(List.of("uv", "venv", "--clear", "--python", "3.11", PREFIX.toString()));
            List<String> install = new ArrayList<>(List.of("uv", "pip", "install", "--python", python));
            install.addAll(PACKAGES);
            call(install);
        } else {
            call(List.of("python3", "-m", "venv", "--clear", PREFIX.toString()));
            List<String> install = new ArrayList<>(List.of(python, "-m", "pip", "install", "--quiet"));
            install.addAll(PACKAGES);
            call(install);
        }
        Files.writeString(PREFIX.resolve("ready"), String.join("\n", PACKAGES));
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void call(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("kernel-environment", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(MINUTES_TO_BUILD, TimeUnit.MINUTES);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("The tests with a real kernel need Python >= 3.11 and " + PACKAGES
                    + " (from the network or a cache). This failed: " + String.join(" ", command) + "\n"
                    + Files.readString(log));
        }
        Files.delete(log);
    }
}
