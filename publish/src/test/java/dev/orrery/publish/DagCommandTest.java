package dev.orrery.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code dag} command against the real routes: what it makes is sound, what it sends is what is committed. */
class DagCommandTest {
    @TempDir
    Path directory;

    private DagRepository repository;
    private TestingServer server;

    @BeforeEach
    void start() {
        repository = DagRepository.open(directory.resolve("dags.git"), InstantSource.system());
        server = new TestingServer(
                new Publisher(repository, new DagChecker(Set.of("python3")), new TestingDeployment()), repository);
    }

    @AfterEach
    void stop() {
        server.close();
        repository.close();
    }

    @Test
    void whatItMakesIsSoundAndPushedByteByByte() throws Exception {
        for (String kind : List.of("notebook", "pipeline")) {
            assertEquals(0, dag("create", kind, "my-" + kind).code());
            Result checked = dag("check", "my-" + kind);
            assertEquals(new Result(0, "my-" + kind + ": nothing wrong.\n"), checked);

            Result pushed = dag("push", "my-" + kind, "-m", "first");
            assertEquals(0, pushed.code(), pushed.output());
            assertTrue(pushed.output().contains("All done!"), pushed.output());
            Committed committed = repository.latest("my-" + kind).orElseThrow();
            Folder folder = repository.read(committed.commit(), "my-" + kind);
            for (String path : folder.paths()) {
                assertEquals(
                        Files.readString(directory.resolve("my-" + kind).resolve(path)),
                        new String(folder.file(path).orElseThrow(), UTF_8));
            }
        }
    }

    @Test
    void problemsOfThePushAreShownWithFileAndLine() throws Exception {
        dag("create", "notebook", "n");
        Path yaml = directory.resolve("n/dag.yml");
        Files.writeString(yaml, Files.readString(yaml).replace("msgs:", "mgs:"));
        Result pushed = dag("push", "n");
        assertEquals(1, pushed.code(), pushed.output());
        assertTrue(pushed.output().contains("n/dag.yml:7: error: nobody reads the parameter 'mgs'"), pushed.output());
        assertTrue(pushed.output().contains("Did you mean 'msgs'?"), pushed.output());
    }

    private record Result(int code, String output) {}

    private Result dag(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-m", "toolbox"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment()
                .put("PYTHONPATH", TestingFolders.beside("python/toolbox/src").toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        builder.environment().put("JUPYTERHUB_USER", "ana");
        builder.environment().put("ORRERY_API_URL", server.url());
        builder.environment().put("ORRERY_TOKEN", "server");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), output);
    }
}
