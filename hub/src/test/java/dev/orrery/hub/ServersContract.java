package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Caller;
import dev.orrery.hub.proxy.Target;
import dev.orrery.launch.Environment;
import dev.orrery.launch.EnvironmentStatus;
import dev.orrery.launch.LaunchException;
import dev.orrery.launch.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the user servers promise, whichever database is below. */
@Timeout(60)
abstract class ServersContract {
    private static final Environment ENVIRONMENT =
            new Environment("default", "0".repeat(64), Path.of("/opt/env"), List.of(Path.of("/opt/env")));

    @TempDir
    Path folder;

    private final TestingLauncher launcher = new TestingLauncher();
    private TestingPlatform platform;
    private Servers servers;
    private String url;

    /** The URL of an empty database. */
    abstract String database();

    @BeforeEach
    void open() {
        url = database();
        platform = new TestingPlatform(folder, launcher, url);
        platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
        servers = platform.servers;
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void aServerThatWasNeverStartedIsStopped() {
        assertEquals(ServerState.STOPPED, servers.get("ana").state());
        assertEquals(new Target.None(), servers.target("ana"));
        assertEquals(
                HubException.Code.NO_SUCH_USER,
                assertThrows(HubException.class, () -> servers.start("bob")).code());
    }

    @Test
    void aStartWaitsForTheEnvironmentAndSaysSo() throws Exception {
        platform.environments.status(new EnvironmentStatus(
                "default", EnvironmentStatus.State.BUILDING, "0", "installing pandas", 3, 90, null));
        servers.start("ana");
        UserServer waiting = platform.awaitMessage("installing pandas (3 of 90)");
        assertEquals(ServerState.STARTING, waiting.state());
        assertTrue(launcher.started.isEmpty());

        platform.environments.ready(ENVIRONMENT);
        servers.environmentChanged();
        platform.await(ServerState.READY);

        assertInstanceOf(Target.Ready.class, servers.target("ana"));
    }

    @Test
    void aServerGetsWhatJupyterHubWouldGiveIt() throws Exception {
        Workload workload = ready();
        Map<String, String> variables = workload.environment();
        assertEquals(List.of("/opt/env/bin/jupyterhub-singleuser"), workload.command());
        assertEquals("/user/ana/", variables.get("JUPYTERHUB_SERVICE_PREFIX"));
        assertEquals("jupyterhub-user-ana", variables.get("JUPYTERHUB_CLIENT_ID"));
        assertEquals("http://127.0.0.1:" + platform.port + "/api/v1", variables.get("ORRERY_API_URL"));
        assertInstanceOf(Caller.Server.class, platform.identity.token(variables.get("JUPYTERHUB_API_TOKEN")));
        assertInstanceOf(Caller.User.class, platform.identity.token(variables.get("ORRERY_TOKEN")));
    }

    @Test
    void startedTwiceItIsStartedOnce() throws Exception {
        ready();
        assertEquals(ServerState.READY, servers.start("ana").state());
        assertEquals(1, launcher.started.size());
    }

    @Test
    void aStoppedServersTokensAreDead() throws Exception {
        Map<String, String> variables = ready().environment();
        servers.stop("ana");
        assertEquals(ServerState.STOPPED, servers.get("ana").state());
        assertEquals(new Target.None(), servers.target("ana"));
        assertInstanceOf(Caller.Anonymous.class, platform.identity.token(variables.get("JUPYTERHUB_API_TOKEN")));
        assertInstanceOf(Caller.Anonymous.class, platform.identity.token(variables.get("ORRERY_TOKEN")));
        assertTrue(launcher.known().isEmpty());
    }

    @Test
    void aStartThatIsStoppedWhileItWaitsLaunchesNothing() throws Exception {
        servers.start("ana");
        platform.awaitMessage("Waiting for the environment default to be built");
        servers.stop("ana");
        platform.await(ServerState.STOPPED);
        platform.environments.ready(ENVIRONMENT);
        servers.environmentChanged();
        assertTrue(launcher.started.isEmpty());
        servers.start("ana");
        platform.await(ServerState.READY);
    }

    @Test
    void anEnvironmentThatFailedFailsTheStartWithItsReason() throws Exception {
        platform.environments.status(new EnvironmentStatus(
                "default", EnvironmentStatus.State.FAILED, "0", "", 0, 0, "no network; build it again"));
        servers.start("ana");
        assertTrue(platform.awaitFailure().message().contains("no network; build it again"));
    }

    @Test
    void aLauncherThatRefusesFailsTheStartWithItsRemedy() throws Exception {
        launcher.onStart(workload -> {
            launcher.lose(workload.id());
            throw new LaunchException("No sandbox can be made.", "Install bubblewrap.");
        });
        platform.environments.ready(ENVIRONMENT);
        servers.start("ana");
        assertTrue(platform.awaitFailure().message().contains("Install bubblewrap."));
    }

    @Test
    void aServerThatEndsBeforeItIsReadyShowsTheEndOfItsLog() throws Exception {
        launcher.onStart(workload -> {
            writeLog(workload, "a\nb\nImportError: no jupyterhub\n");
            launcher.end(workload.id(), 1, false);
        });
        platform.environments.ready(ENVIRONMENT);
        servers.start("ana");
        String message = platform.awaitFailure().message();
        assertTrue(message.contains("exit code 1") && message.contains("ImportError: no jupyterhub"), message);
        assertEquals(List.of("a", "b", "ImportError: no jupyterhub"), servers.log(ServerName.ofDefault("ana")));
    }

    @Test
    void aServerThatUsedTooMuchMemorySaysSo() throws Exception {
        launcher.end(ready().id(), 137, true);
        assertTrue(platform.awaitFailure().message().contains("more memory than it may"));
    }

    @Test
    void aServerThatShutsItselfDownIsStopped() throws Exception {
        launcher.end(ready().id(), 0, false);
        assertEquals(ServerState.STOPPED, servers.get("ana").state());
        assertEquals(new Target.None(), servers.target("ana"));
    }

    @Test
    void anEndThatIsToldLateDoesNotTouchTheNextServer() throws Exception {
        Workload first = ready();
        servers.stop("ana");
        servers.start("ana");
        platform.await(ServerState.READY);
        launcher.end(first.id(), 1, false);
        assertEquals(ServerState.READY, servers.get("ana").state());
        assertInstanceOf(
                Caller.Server.class,
                platform.identity.token(launcher.started.getLast().environment().get("JUPYTERHUB_API_TOKEN")));
    }

    @Test
    void aPlatformThatComesBackFindsTheServerOrSaysThatItIsGone() throws Exception {
        Workload workload = ready();
        Target before = servers.target("ana");
        try (TestingPlatform again = new TestingPlatform(folder, launcher, url)) {
            assertEquals(before, again.servers.target("ana"));
        }
        launcher.lose(workload.id());
        try (TestingPlatform again = new TestingPlatform(folder, launcher, url)) {
            assertEquals(ServerState.FAILED, again.servers.get("ana").state());
            assertInstanceOf(
                    Caller.Anonymous.class,
                    again.identity.token(workload.environment().get("JUPYTERHUB_API_TOKEN")));
        }
    }

    @Test
    void theTableOfStatesLetsNothingLeaveStoppedButAStart() {
        for (ServerState state : ServerState.values()) {
            assertFalse(state.next().contains(state), state.text());
            assertEquals(state.isAlive(), !state.next().equals(java.util.Set.of(ServerState.STARTING)));
        }
    }

    private Workload ready() throws Exception {
        platform.environments.ready(ENVIRONMENT);
        servers.start("ana");
        platform.await(ServerState.READY);
        return launcher.started.getLast();
    }

    private static void writeLog(Workload workload, String text) {
        try {
            Files.writeString(workload.log(), text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
