package dev.orrery.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A Python environment with a real ipykernel, made once below the repository's target folder. */
public final class TestingPython {
    private static final List<String> PACKAGES = List.of("ipykernel==7.4.0", "ipywidgets==8.1.9");

    private TestingPython() {}

    /** The environment's prefix; the first call on a machine needs a package index. */
    public static Path prefix() {
        return prefix("test-python", PACKAGES);
    }

    /** As above, another one with these packages, in the folder of this name. */
    public static Path prefix(String name, List<String> packages) {
        Path target = root().resolve("target");
        Path prefix = target.resolve(name);
        Path complete = prefix.resolve(".complete-" + String.join("-", packages));
        try {
            Files.createDirectories(target);
            try (FileChannel channel = FileChannel.open(
                            target.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(complete)) {
                    make(prefix, packages);
                    Files.createFile(complete);
                }
            }
            return prefix;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path jupyter() {
        return prefix().resolve("share/jupyter");
    }

    private static void make(Path prefix, List<String> packages) throws IOException {
        String python = prefix.resolve("bin/python").toString();
        if (run(List.of("uv", "venv", "--clear", "--python", "python3", prefix.toString()))
                .isEmpty()) {
            require(with(List.of("uv", "pip", "install", "--python", python), packages));
        } else {
            require(List.of("python3", "-m", "venv", "--clear", prefix.toString()));
            require(with(List.of(python, "-m", "pip", "install", "--quiet"), packages));
        }
    }

    private static List<String> with(List<String> command, List<String> packages) {
        List<String> all = new ArrayList<>(command);
        all.addAll(packages);
        return all;
    }

    private static void require(List<String> command) throws IOException {
        String failure = run(command);
        if (!failure.isEmpty()) {
            throw new AssertionError("These tests need a Python environment of their own, and \""
                    + String.join(" ", command) + "\" failed. Install Python 3.11 or later with venv, or uv, and allow"
                    + " access to a package index once. It said: " + failure);
        }
    }

    /** Empty if it succeeded, else what it said. */
    private static String run(List<String> command) throws IOException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            int code = process.waitFor();
            return code == 0 ? "" : "exit code " + code + ": " + said;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
