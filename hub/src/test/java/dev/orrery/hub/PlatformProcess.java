package dev.orrery.hub;

import dev.orrery.launch.LocalLauncher;
import dev.orrery.launch.SandboxPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** A {@link TestingPlatform} in a process of its own, with the real launcher, to be killed: {@code FOLDER PORT}. */
final class PlatformProcess implements AutoCloseable {
    private static final String READY = "ready";

    private final Process process;

    private PlatformProcess(Process process) {
        this.process = process;
    }

    /** Starts one, and returns when it serves. It has a user "ana". */
    static PlatformProcess start(Path folder, int port) throws IOException {
        Path log = folder.resolve("platform.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dhub.module=" + System.getProperty("hub.module", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlatformProcess.class.getName(),
                        folder.toString(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        if (!READY.equals(out.readLine())) {
            process.destroyForcibly();
            throw new IllegalStateException("the platform did not start:\n" + Files.readString(log));
        }
        return new PlatformProcess(process);
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        LocalLauncher launcher =
                new LocalLauncher(folder.resolve("workloads"), SandboxPolicy.detect(), InstantSource.system());
        TestingPlatform platform = new TestingPlatform(
                folder,
                launcher,
                TestingPlatform.sqlite(folder),
                InstantSource.system(),
                Integer.parseInt(arguments[1]));
        if (platform.identity.user("ana").isEmpty()) {
            platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
        }
        platform.environments.ready(SingleUserVenv.ensure());
        System.out.println(READY);
        new CountDownLatch(1).await();
    }

    @Override
    public void close() {
        kill();
    }

    /** By SIGKILL: it can do nothing more. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
