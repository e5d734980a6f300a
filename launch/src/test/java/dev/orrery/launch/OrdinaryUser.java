package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs a main class of the tests as a user who is not root, whoever runs the tests. */
final class OrdinaryUser {
    private static final Account NOBODY = new Account("nobody", 65534);

    private OrdinaryUser() {}

    /**
     * @param main gets as its argument a folder below the root that it may write to
     * @return what it wrote; it ended well
     */
    static String run(Class<?> main, Path root) throws Exception {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = Files.createDirectory(root.resolve("home"));
        List<String> command = new ArrayList<>();
        if (SandboxPolicy.isRoot()) {
            Homes.give(home, NOBODY);
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                readableClassPath(root),
                main.getName(),
                home.toString()));
        Process server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(home.toFile())
                .start();
        String output = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, server.waitFor(), output);
        return output;
    }

    /** Class path entries may lie below a private home: copies. */
    private static String readableClassPath(Path root) throws Exception {
        Path copies = Files.createDirectory(root.resolve("classes"));
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path source = Path.of(entry);
            if (Files.exists(source)) {
                Path target = copies.resolve(Integer.toString(entries.size()) + "-" + source.getFileName());
                copy(source, target);
                entries.add(target.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copy(Path source, Path target) throws Exception {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
    }
}
