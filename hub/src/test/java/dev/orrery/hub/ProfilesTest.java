package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import dev.orrery.launch.Environment;
import dev.orrery.launch.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Zero to JupyterHub's profile lists, from the file to the server that is launched. */
@Timeout(60)
class ProfilesTest {
    private static final String FILE = """
            singleuser:
              profileList:
                - display_name: Small
                  description: For a look at things.
                  default: true
                  kubespawner_override:
                    image: jupyter/minimal-notebook
                    mem_limit: 1G
                    cpu_limit: 1
                    environment: {TEAM: all, HOME: /elsewhere}
                - display_name: Large data
                  slug: large
                  kubespawner_override: {cpu_guarantee: 0.5, default_url: /tree}
                  profile_options:
                    packages:
                      display_name: Packages
                      choices:
                        plain: {display_name: The usual ones}
                        learning: {display_name: Machine learning, environment: ml}
                    memory:
                      display_name: Memory
                      choices:
                        four: {display_name: 4 GB, default: true, kubespawner_override: {mem_limit: 4G}}
                        huge: {display_name: 64 GB, kubespawner_override: {mem_limit: 64G}}
                      unlisted_choice:
                        enabled: true
                        display_name: Another size
                        validation_regex: "[0-9]+G"
                        validation_message: write it as 12G.
                        kubespawner_override: {mem_limit: "{value}"}
                - display_name: GPU
                  environment: gpu
                  groups: [leads]
            """;

    @TempDir
    Path folder;

    @Test
    void takesTheDefaultTheChosenAndAValueOfOnesOwn() throws Exception {
        Profiles profiles = read(FILE);
        assertEquals(1L << 30, choose(profiles, "{}").memoryBytes());
        assertEquals("all", choose(profiles, "{}").variables().get("TEAM"));
        ServerSpec large = choose(profiles, "{\"profile\": \"large\"}");
        assertEquals(4L << 30, large.memoryBytes());
        assertEquals("/tree", large.defaultUrl());
        assertEquals("default", large.environmentOrDefault());
        assertEquals(
                "ml",
                choose(profiles, "{\"profile\": \"large\", \"packages\": \"learning\"}")
                        .environmentOrDefault());
        assertEquals(java.util.Set.of("gpu", "ml"), profiles.environments());
        assertEquals(Map.of("CPU_GUARANTEE", "0.5"), large.variables());
        assertEquals(
                64L << 30,
                choose(profiles, "{\"profile\": [\"large\"], \"profile-option-large--memory\": [\"huge\"]}")
                        .memoryBytes());
        assertEquals(
                12L << 30,
                choose(profiles, "{\"profile\": \"large\", \"memory--unlisted-choice\": \"12G\"}")
                        .memoryBytes());
        assertEquals(
                "Memory: write it as 12G.",
                refusal(profiles, "{\"profile\": \"large\", \"memory--unlisted-choice\": \"lots\"}"));
        assertEquals(
                "There is no profile 'gpu'. Choose one of: small, large", refusal(profiles, "{\"profile\": \"gpu\"}"));
        assertEquals(3, profiles.of(Set.of("leads")).size());
        assertEquals(ServerSpec.NOTHING, choose(read(""), "{\"profile\": \"any\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "- slug: a | line 1: a profile has no display_name. Add one.",
                "- {display_name: A, colour: red} | line 1: 'colour' is not known here.",
                "- {display_name: A, kubespawner_override: {mem_limit: much}} | 'much' is no size of memory. Write it as 512M or 2G",
                "profileList: 3 | line 1: here must be a list of profiles",
                "- display_name: [ | line 1",
                "- {display_name: A, profile_options: {m: {display_name: M}}} | the option 'm' has nothing to choose from.",
            })
    void saysWhereTheFileIsWrong(String text, String said) {
        String message = assertThrows(HubException.class, () -> read(text)).getMessage();
        assertTrue(String.valueOf(message).contains(said), message);
    }

    @Test
    void theChosenLimitsAndVariablesReachTheServerWithinItsOwnersGroup() throws Exception {
        Files.writeString(folder.resolve("profiles.yaml"), FILE);
        TestingLauncher launcher = new TestingLauncher();
        try (TestingPlatform platform = new TestingPlatform(folder, launcher)) {
            platform.environments.ready(new Environment("default", "d", Path.of("/opt/env"), List.of()));
            platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
            JdbcGroupStore groups = new JdbcGroupStore(platform.database);
            groups.add("sales", List.of("ana"));
            groups.setProperties("sales", "{\"mem_limit\": \"8G\", \"cpu_limit\": 2}");
            Browser ana = platform.loggedIn("ana");
            var refused = ana.post("/api/v1/servers/default", "{\"profile\": \"large\", \"memory\": \"huge\"}");
            assertEquals(400, refused.statusCode());
            assertTrue(refused.body().contains("at most 8192 MiB"), refused.body());

            assertEquals(
                    202,
                    ana.post("/api/v1/servers/default", "{\"profile\": \"large\"}")
                            .statusCode());
            platform.await(ServerState.READY);
            assertEquals(
                    "/opt/env/bin/jupyterhub-singleuser",
                    launcher.started.getLast().command().getFirst());
            ana.patch("/api/v1/servers/learning", "{\"display_name\": \"Learning\"}");
            ana.post("/api/v1/servers/learning", "{\"profile\": \"large\", \"packages\": \"learning\"}");
            platform.await(ServerState.READY);
            assertEquals(
                    "/opt/ml/bin/jupyterhub-singleuser",
                    launcher.started.getLast().command().getFirst());
            assertEquals(202, ana.delete("/api/v1/servers/learning").statusCode());

            Workload started = launcher.started.getFirst();
            assertEquals(4L << 30, started.resources().memoryBytes());
            assertEquals(2.0, started.resources().cpus());
            assertEquals("4294967296", started.environment().get("MEM_LIMIT"));
            assertEquals("/tree", started.environment().get("JUPYTERHUB_DEFAULT_URL"));
            assertEquals("/home/ana", started.environment().get("HOME"));
            JsonNode offered =
                    Exchange.JSON.readTree(ana.get("/api/v1/profiles").body());
            assertEquals(2, offered.path("profiles").size());
            assertEquals("large", offered.path("last").path("profile").asString());
        }
    }

    private Profiles read(String text) throws IOException {
        Path file = folder.resolve("p.yaml");
        Files.writeString(file, text);
        return ProfilesFile.read(file);
    }

    private static ServerSpec choose(Profiles profiles, String options) {
        return profiles.choose(Exchange.JSON.readTree(options), Set.of(), ServerSpec.NOTHING);
    }

    private static String refusal(Profiles profiles, String options) {
        return String.valueOf(assertThrows(HubException.class, () -> choose(profiles, options))
                .getMessage());
    }
}
