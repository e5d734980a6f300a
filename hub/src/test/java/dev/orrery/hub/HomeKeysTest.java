package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Problem;
import dev.orrery.identity.User;
import dev.orrery.launch.Environment;
import dev.orrery.launch.Homes;
import dev.orrery.launch.LocalLauncher;
import dev.orrery.launch.SandboxPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real toolbox, git, ssh-keygen and gpg in the real sandbox. */
@Timeout(120)
class HomeKeysTest {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    @TempDir
    Path folder;

    private final TestingEnvironments environments = new TestingEnvironments();
    private LocalLauncher launcher;
    private HomeKeys keys;
    private User ana;

    @BeforeEach
    void platform() throws Exception {
        launcher = new LocalLauncher(folder.resolve("workloads"), SandboxPolicy.detect(), InstantSource.system());
        Homes homes = new Homes(folder.resolve("homes"), folder.resolve("new-home"));
        keys = new HomeKeys(
                launcher, environments, HubConfig.defaults(homes, folder.resolve("logs"), NOWHERE, NOWHERE));
        ana = new User("ana", false, 61_001, java.time.Instant.EPOCH);
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(List.of(), launcher.known());
        launcher.close();
    }

    @Test
    void keysAreMadeOnceAndThePrivateHalvesStayInTheHome() throws Exception {
        environments.ready(withToolbox());
        assertEquals(new HomeKeys.Keys("", "", null, null, null), keys.shown(ana));
        HomeKeys.Keys made = keys.make(ana, "Ana Bell", "ana@example.org");
        assertEquals("Ana Bell", made.name());
        assertTrue(made.ssh().publicKey().startsWith("ssh-ed25519 "), made.ssh().publicKey());
        assertTrue(made.signs() != null);
        assertEquals(made, keys.make(ana, "Ana Bell", "ana@example.org"));
        assertEquals(made, keys.shown(ana));
        assertTrue(Files.exists(folder.resolve("homes/ana/.ssh/id_ed25519")));
        try (var logs = Files.list(folder.resolve("logs"))) {
            assertEquals(List.of(), logs.toList());
        }
    }

    @Test
    void whatIsNoAddressIsToldInTheToolboxesWords() throws Exception {
        environments.ready(withToolbox());
        for (String email : List.of("ana", "--help", "a b@example.org")) {
            Problem refused = assertThrows(Problem.class, () -> keys.make(ana, "Ana", email));
            assertEquals(422, refused.status());
            assertTrue(String.valueOf(refused.getMessage()).contains("is no e-mail address"), refused.getMessage());
        }
        assertFalse(Files.exists(folder.resolve("homes/ana/.gitconfig")));
    }

    @Test
    void withoutAnEnvironmentItSaysSo() {
        assertEquals(
                "environment-not-built",
                assertThrows(Problem.class, () -> keys.shown(ana)).code());
    }

    @Test
    void aHomeThatAnswersNonsenseIsItsOwnersProblem() throws Exception {
        Environment environment = withToolbox();
        Path module = environment.prefix().resolve("toolbox/keys.py");
        for (String body : List.of(
                "print('{')", "print('[]')", "print('{\"name\": 3}')", "print('x' * 10**7)", "raise SystemExit(4)")) {
            Files.writeString(module, body);
            environments.ready(environment);
            assertEquals(
                    "keys-unreadable",
                    assertThrows(Problem.class, () -> keys.shown(ana)).code(),
                    body);
        }
    }

    /** A virtual environment with a copy of the toolbox. */
    private Environment withToolbox() throws IOException, InterruptedException {
        Path prefix = folder.resolve("environment");
        run("python3", "-m", "venv", "--without-pip", prefix.toString());
        String[] paths = run(
                        prefix + "/bin/python",
                        "-c",
                        "import sys, sysconfig; print(sys.base_prefix); print(sysconfig.get_path('purelib'))")
                .split("\n");
        Path source = Path.of(System.getProperty("hub.module", ""), "../python/toolbox/src/toolbox")
                .toAbsolutePath()
                .normalize();
        run("cp", "-r", source.toString(), prefix.toString());
        Files.writeString(Path.of(paths[1]).resolve("toolbox.pth"), prefix + "\n");
        return new Environment("test", "0".repeat(64), prefix, List.of(prefix, Path.of(paths[0])));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
