package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.notebook.Notebook;
import dev.orrery.storage.S3Bucket;
import dev.orrery.storage.TestingS3;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class S3RunTest {
    private static final String PLACE = "s3://" + TestingS3.BUCKET + "/";

    @TempDir
    Path folder;

    private final TestingS3 server = new TestingS3();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aNotebookAndItsParametersAreReadThereAndTheResultIsWrittenThere() {
        put("a folder/in é.ipynb", TestingRun.notebook("print(f'hello {name}')"));
        put("p.yaml", "name: world".getBytes(StandardCharsets.UTF_8));
        TestingRun run = run().withKernel();

        assertEquals(
                0,
                run.run(PLACE + "a folder/in é.ipynb", PLACE + "out-{name}.ipynb", "-f", PLACE + "p.yaml"),
                run::said);

        Notebook out = stored("out-world.ipynb");
        assertTrue(out.cells().getLast().outputs().toString().contains("hello world"));
        assertEquals(
                PLACE + "out-world.ipynb",
                out.metadata().path("papermill").path("output_path").asString());
        assertFalse(run.said().contains(TestingS3.SECRET));
    }

    @Test
    void whatCannotBeReadOrWrittenIsKnownBeforeTheKernelStarts() {
        put("in.ipynb", TestingRun.notebook("1"));

        says("There is no object s3://notebooks/no.ipynb.", PLACE + "no.ipynb", "out.ipynb");
        says("There is no such bucket (s3://elsewhere/", PLACE + "in.ipynb", "s3://elsewhere/out.ipynb");
        says("'s3://notebooks' names no object", "s3://notebooks", "out.ipynb");
        says("Paths at gs:// cannot be read or written", PLACE + "in.ipynb", "gs://b/out.ipynb");

        TestingRun stranger = run().with("AWS_SECRET_ACCESS_KEY", "a wrong secret");
        assertEquals(1, stranger.run(PLACE + "in.ipynb", "out.ipynb"));
        assertTrue(stranger.said().contains("Error: "), stranger.said());
        assertTrue(stranger.said().contains("403"), stranger.said());
        assertFalse(stranger.said().contains("a wrong secret"), stranger.said());

        TestingRun nowhere = run().with("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
        assertEquals(1, nowhere.run(PLACE + "in.ipynb", "out.ipynb"));
        assertTrue(nowhere.said().contains("The object store cannot be reached"), nowhere.said());
    }

    private void says(String message, String in, String out) {
        TestingRun run = run();
        assertEquals(1, run.run(in, out), run::said);
        assertTrue(run.said().contains("Error: " + message), run.said());
        assertFalse(run.said().contains("Executing"), run.said());
    }

    @Test
    void withoutCredentialsOneSentenceSaysSo() throws Exception {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RunnerMain.class.getName(),
                "run",
                PLACE + "in.ipynb",
                "out.ipynb");
        builder.environment().clear();
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().put("AWS_ENDPOINT_URL", server.environment().get("AWS_ENDPOINT_URL"));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(folder.toFile())
                .start();

        assertTrue(process.waitFor(60, TimeUnit.SECONDS));

        assertEquals(1, process.exitValue());
        assertEquals(
                List.of(
                        "Input Notebook:  s3://notebooks/in.ipynb",
                        "Output Notebook: out.ipynb",
                        "Error: There are no AWS credentials for s3://notebooks. Set AWS_ACCESS_KEY_ID and"
                                + " AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give the process a role."),
                Files.readAllLines(log));
    }

    @Test
    void aStoreThatIsAwayForAWhileCostsNothing() throws Exception {
        put("in.ipynb", waiting());
        TestingRun run = run().withKernel().with(RemoteFiles.PATIENCE, "120");
        CompletableFuture<Integer> ended =
                CompletableFuture.supplyAsync(() -> run.run(PLACE + "in.ipynb", PLACE + "out.ipynb"));
        await(() -> Files.exists(folder.resolve("running")));
        assertFalse(stored("out.ipynb").cells().isEmpty());

        server.stop();
        Files.createFile(folder.resolve("go"));
        await(() -> run.said().contains("Trying again"));
        Path spool = spool(run.said());
        assertTrue(Notebook.read(spool).cells().getFirst().outputs().toString().contains("first"));
        server.start();

        assertEquals(0, ended.get(120, TimeUnit.SECONDS), run::said);
        assertTrue(stored("out.ipynb").cells().getLast().outputs().toString().contains("last"));
        assertFalse(Files.exists(spool));
        assertFalse(Files.exists(spool.getParent()));
    }

    @Test
    void aStoreThatStaysAwayLeavesTheNotebookOnThisMachine() throws Exception {
        put("in.ipynb", waiting());
        TestingRun run = run().withKernel();
        CompletableFuture<Integer> ended =
                CompletableFuture.supplyAsync(() -> run.run(PLACE + "in.ipynb", PLACE + "out.ipynb"));
        await(() -> Files.exists(folder.resolve("running")));
        server.stop();
        Files.createFile(folder.resolve("go"));

        assertEquals(1, ended.get(120, TimeUnit.SECONDS), run::said);
        Path spool = spool(run.said());
        assertTrue(run.said().contains("The notebook is kept in " + spool + ": copy it from there."), run.said());
        assertTrue(Notebook.read(spool).cells().getLast().outputs().toString().contains("last"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(spool.getParent())));
        Files.delete(spool);
        Files.delete(spool.getParent());
        server.start();
    }

    /** A notebook that says when it runs, and goes on when it may. */
    private byte[] waiting() {
        return TestingRun.notebook(
                "print('first')",
                "import os, time\nopen('running', 'w').close()\nwhile not os.path.exists('go'): time.sleep(0.02)",
                "print('last')");
    }

    private TestingRun run() {
        return new TestingRun(folder).with(server.environment());
    }

    private void put(String key, byte[] content) {
        S3Bucket.of(TestingS3.BUCKET, server.environment(), S3Bucket.Effort.PATIENT)
                .put(key, content);
    }

    private Notebook stored(String key) {
        byte[] content = server.stored(key);
        return Notebook.parse(new String(content, StandardCharsets.UTF_8));
    }

    private static Path spool(String said) {
        Matcher matcher = Pattern.compile("kept in (\\S+\\.ipynb)").matcher(said);
        assertTrue(matcher.find(), said);
        return Path.of(matcher.group(1));
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        while (!condition.holds()) {
            Thread.onSpinWait();
        }
    }
}
