package dev.orrery.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a runner is started: the same JDK and the jars that the script ./orrery listed for it, with the ahead-of-time cache
 * where there is one. The flags are those of the script, since the cache is good for these alone.
 *
 * @param java the JDK's folder
 * @param build what the script built
 * @param memory what a runner's heap may hold at most, as in 384m (ORRERY_RUNNER_MEMORY)
 */
record RunnerProgram(Path java, Path build, String memory) {

    static RunnerProgram of(ServerConfig config) {
        return new RunnerProgram(
                Path.of(System.getProperty("java.home")),
                config.build(),
                System.getProperty("orrery.runnerMemory", "384m"));
    }

    /** @param mode {@code attempt}, or {@code slot} for one that waits */
    List<String> command(String mode) {
        List<String> command = new ArrayList<>(List.of(
                java.resolve("bin/java").toString(),
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-AOTReplayTraining",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xss512k",
                "-XX:-UsePerfData",
                "-XX:+DisableAttachMechanism",
                // A young generation that long outputs pass through; the runner's peak is then what it holds.
                "-Xmx" + memory,
                "-Xmn8m"));
        Path cache = build.resolve("runner.aot");
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-cp", classPath(), "dev.orrery.runner.RunnerMain", mode));
        return List.copyOf(command);
    }

    /** What the command reads: the JDK and the jars. */
    List<Path> paths() {
        return List.of(java, build);
    }

    private String classPath() {
        try {
            return Files.readString(build.resolve("runner.classpath")).strip();
        } catch (IOException e) {
            // Started by an IDE or a test, without the script: the own class path has all that a runner needs.
            return System.getProperty("java.class.path").replace(";", File.pathSeparator);
        }
    }
}
