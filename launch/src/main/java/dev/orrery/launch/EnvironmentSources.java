package dev.orrery.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lock files, and the digests of what they lead to. */
final class EnvironmentSources {
    /** Changed whenever the builder makes something else out of the same files. */
    private static final String RECIPE = "orrery environment 1";

    private static final String LOCK = ".lock";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    private final Path folder;
    private final @Nullable Path toolbox;
    private final @Nullable String python;

    EnvironmentSources(Path folder, @Nullable Path toolbox, @Nullable String python) {
        this.folder = folder;
        this.toolbox = toolbox;
        this.python = python;
    }

    List<EnvironmentSource> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(LOCK))
                    .map(file -> file.substring(0, file.length() - LOCK.length()))
                    .sorted()
                    .flatMap(name -> find(name).stream())
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    Optional<EnvironmentSource> find(String name) {
        Path lock = folder.resolve(name + LOCK);
        if (!NAME.matcher(name).matches() || !Files.isRegularFile(lock)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EnvironmentSource(name, lock, digest(lock)));
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(lock, e);
        }
    }

    private String digest(Path lock) throws IOException {
        MessageDigest digest = sha256();
        add(digest, RECIPE.getBytes(StandardCharsets.UTF_8));
        add(digest, Files.readAllBytes(lock));
        add(digest, (python == null ? "" : python).getBytes(StandardCharsets.UTF_8));
        if (toolbox != null && Files.isDirectory(toolbox)) {
            for (Path file : toolboxFiles(toolbox)) {
                add(digest, toolbox.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                add(digest, Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The sources of the toolbox: without tests, and without what Python and its build tools leave behind. */
    static List<Path> toolboxFiles(Path toolbox) throws IOException {
        try (Stream<Path> files = Files.walk(toolbox)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> isSource(toolbox.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isSource(Path relative) {
        for (Path part : relative) {
            String name = part.toString();
            boolean made = name.startsWith(".") || name.equals("__pycache__") || name.endsWith(".egg-info");
            if (made || name.equals("build") || name.equals("dist") || name.equals("tests")) {
                return false;
            }
        }
        return true;
    }

    /** With the length before the bytes, so that two files cannot pass for one. */
    private static void add(MessageDigest digest, byte[] bytes) {
        digest.update(Long.toString(bytes.length).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) ':');
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LaunchException unreadable(Path path, Exception e) {
        return new LaunchException(
                "The environments' sources cannot be read: " + path + ".", "Check its owner and mode.", e);
    }
}
