package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orrery.launch.Environment;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that Schemathesis makes up from JupyterHub's own OpenAPI file, as an administrator: none is a server's error.
 * Both come from the package index, once; without it the test is skipped.
 */
@Timeout(600)
class SchemathesisTest {
    private static final String HUB = "jupyterhub-" + Hub.JUPYTERHUB_VERSION;

    @TempDir
    Path folder;

    private record Ended(int code, String out) {}

    @Test
    void noRequestIsAServersError() throws Exception {
        Path tools = Path.of(System.getProperty("hub.module", ""), "target", "schemathesis")
                .toAbsolutePath();
        Path file = tools.resolve(HUB + "/docs/source/_static/rest-api.yml");
        if (!Files.exists(file)) {
            install(tools);
        }
        try (TestingPlatform platform = new TestingPlatform(folder, new TestingLauncher())) {
            platform.identity.addUser("root", false);
            platform.identity.addUser("ana", false);
            platform.identity.setAdmin("root", true);
            platform.environments.ready(new Environment("default", "d", Path.of("/opt/env"), List.of()));
            String token =
                    platform.identity.createToken("root", "", Set.of(), null).secret();

            Ended ended = run(
                    folder,
                    300,
                    tools.resolve("venv/bin/schemathesis").toString(),
                    "run",
                    file.toString(),
                    "--url=http://127.0.0.1:" + platform.port + "/hub/api",
                    "--header=Authorization: token " + token,
                    "--checks=not_a_server_error",
                    "--phases=examples,coverage,fuzzing",
                    "--max-examples=10",
                    "--max-time=45",
                    "--generation-deterministic",
                    "--suppress-health-check=all",
                    "--request-timeout=15",
                    "--warnings=off",
                    "--no-color");

            assertEquals(0, ended.code(), ended.out());
        }
    }

    private static void install(Path tools) throws Exception {
        Files.createDirectories(tools);
        List<List<String>> steps = List.of(
                List.of("uv", "venv", "--quiet", "--clear", "venv"),
                List.of(
                        "uv",
                        "pip",
                        "install",
                        "--quiet",
                        "--python",
                        "venv/bin/python",
                        "schemathesis==4.32.5",
                        "pip"),
                List.of(
                        "venv/bin/python",
                        "-m",
                        "pip",
                        "download",
                        "--quiet",
                        "--no-deps",
                        "--no-binary=:all:",
                        "jupyterhub==" + Hub.JUPYTERHUB_VERSION),
                List.of("tar", "xzf", HUB + ".tar.gz"));
        for (List<String> step : steps) {
            Ended ended = run(tools, 240, step.toArray(String[]::new));
            Assumptions.assumeTrue(
                    ended.code() == 0, () -> "Schemathesis or JupyterHub's API file could not be had: " + ended.out());
        }
    }

    private static Ended run(Path where, int seconds, String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command));
        Path program = where.resolve(words.getFirst());
        if (Files.exists(program)) {
            words.set(0, program.toString());
        }
        File out = File.createTempFile("run", ".out", where.toFile());
        Process process;
        try {
            process = new ProcessBuilder(words)
                    .directory(where.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out)
                    .start();
        } catch (IOException e) {
            return new Ended(127, String.valueOf(e.getMessage()));
        }
        try {
            int code = process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : 124;
            return new Ended(code, Files.readString(out.toPath(), StandardCharsets.UTF_8));
        } finally {
            try (Stream<ProcessHandle> children = process.descendants()) {
                children.forEach(ProcessHandle::destroyForcibly);
            }
            process.destroyForcibly();
        }
    }
}
