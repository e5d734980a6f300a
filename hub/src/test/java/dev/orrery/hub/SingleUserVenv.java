package dev.orrery.hub;

import dev.orrery.launch.Environment;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real single-user server and JupyterLab, made once below target/ by uv (needs the network that time). */
final class SingleUserVenv {
    private static final List<String> PACKAGES = List.of("jupyterhub==6.1.1", "jupyterlab==4.6.6", "ipykernel");

    private SingleUserVenv() {}

    static Environment ensure() throws Exception {
        return ensure("single-user-venv", List.of());
    }

    /** The same with more packages, as an environment of its own. */
    static Environment ensure(String name, List<String> more) throws Exception {
        Path prefix =
                Path.of(System.getProperty("hub.module", ""), "target", name).toAbsolutePath();
        Path done = prefix.resolve("done");
        if (!Files.exists(done)) {
            run("uv", "venv", "--quiet", "--clear", prefix.toString());
            List<String> install = new java.util.ArrayList<>(
                    List.of("uv", "pip", "install", "--quiet", "--python", prefix + "/bin/python"));
            install.addAll(PACKAGES);
            install.addAll(more);
            run(install.toArray(String[]::new));
            Files.createFile(done);
        }
        Path base = Path.of(run(prefix + "/bin/python", "-c", "import sys; print(sys.base_prefix)")
                .strip());
        return new Environment("test", "0".repeat(64), prefix, List.of(prefix, base));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        File out = File.createTempFile("venv", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out)
                .start();
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    "The test's JupyterHub could not be installed. It needs uv and the network once.\n"
                            + Files.readString(out.toPath(), StandardCharsets.UTF_8));
        }
        String text = Files.readString(out.toPath(), StandardCharsets.UTF_8);
        Files.delete(out.toPath());
        return text;
    }
}
