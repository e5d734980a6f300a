package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.identity.audit.AuditQuery;
import dev.orrery.launch.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real jupyterhub-idle-culler, as a service with its documented scopes; skipped where the package cannot be had. */
@Timeout(400)
class RealCullerTest {
    @TempDir
    Path folder;

    @Test
    void stopsAServerThatNobodyUsesAndTheAuditLogSaysWhoDid() throws Exception {
        Path venv = Path.of(System.getProperty("hub.module", ""), "target", "culler-venv")
                .toAbsolutePath();
        Assumptions.assumeTrue(isInstalled(venv), "jupyterhub-idle-culler could not be installed: no package index");
        Files.writeString(folder.resolve("hub.json"), """
                {"services": [{"name": "culler", "api_token": "of-the-culler"}],
                 "roles": [{"name": "cull", "services": ["culler"],
                            "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"]}]}""");
        try (TestingPlatform platform = new TestingPlatform(folder, new TestingLauncher())) {
            platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
            platform.environments.ready(new Environment("default", "d", Path.of("/opt/env"), List.of()));
            Browser ana = platform.loggedIn("ana");
            assertEquals(202, ana.post("/api/v1/servers/default", "").statusCode());
            platform.await(ServerState.READY);

            Process culler = culler(venv, platform.port);
            try {
                platform.await(ServerState.STOPPED);
            } finally {
                culler.destroyForcibly();
            }

            AuditQuery stopped = new AuditQuery("culler", "DELETE /hub/api", "ana", null, null, null, null, null, 1);
            assertTrue(platform.audit.find(stopped).stream()
                    .anyMatch(entry -> entry.actorKind().equals("service")));
        }
    }

    private Process culler(Path venv, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        venv.resolve("bin/python").toString(),
                        "-m",
                        "jupyterhub_idle_culler",
                        "--url=http://127.0.0.1:" + port + "/hub/api",
                        "--timeout=1",
                        "--cull-every=1")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("culler.log").toFile());
        builder.environment().put("JUPYTERHUB_API_TOKEN", "of-the-culler");
        return builder.start();
    }

    private static boolean isInstalled(Path venv) throws IOException, InterruptedException {
        Path done = venv.resolve("done");
        if (Files.exists(done)) {
            return true;
        }
        String python = venv + "/bin/python";
        boolean made = run("uv", "venv", "--quiet", "--clear", venv.toString())
                && run(
                        "uv",
                        "pip",
                        "install",
                        "-q",
                        "--python",
                        python,
                        "jupyterhub-idle-culler==2.0.0",
                        "jupyterhub==6.1.1");
        if (made) {
            Files.createFile(done);
        }
        return made;
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(180, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
