package dev.orrery.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lock files, and the digests of what they lead to. */
final class EnvironmentSources {
    /** Changed whenever the builder makes something else out of the same files. */
    private static final String RECIPE = "orrery environment 1";

    private static final long SETTLED_MILLIS = 2_000;
    private static final String LOCK = ".lock";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    private final List<Path> folders;
    private final @Nullable Path toolbox;
    private final @Nullable String python;
    private final Map<Path, Digested> digested = new ConcurrentHashMap<>();

    /** A file as it looks from outside. */
    private record Stamp(String name, long size, FileTime changed) {}

    /** A digest, and what its files looked like before they were read. */
    private record Digested(List<Stamp> stamps, String digest) {}

    /** @param folders of two files of the same name the one in the folder that comes first counts */
    EnvironmentSources(List<Path> folders, @Nullable Path toolbox, @Nullable String python) {
        this.folders = List.copyOf(folders);
        this.toolbox = toolbox;
        this.python = python;
    }

    List<EnvironmentSource> all() {
        return folders.stream()
                .filter(Files::isDirectory)
                .flatMap(folder -> names(folder).stream())
                .distinct()
                .sorted()
                .flatMap(name -> find(name).stream())
                .toList();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(LOCK))
                    .map(file -> file.substring(0, file.length() - LOCK.length()))
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    Optional<EnvironmentSource> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return folders.stream()
                .map(folder -> folder.resolve(name + LOCK))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(lock -> source(name, lock));
    }

    private EnvironmentSource source(String name, Path lock) {
        try {
            return new EnvironmentSource(name, lock, digest(lock));
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(lock, e);
        }
    }

    /** Reads the files again only where they look different: this is asked on every start of anything. */
    private String digest(Path lock) throws IOException {
        List<Path> files = toolbox != null && Files.isDirectory(toolbox) ? toolboxFiles(toolbox) : List.of();
        List<Stamp> stamps = stamps(lock, files);
        Digested known = digested.get(lock);
        if (known != null && known.stamps().equals(stamps)) {
            return known.digest();
        }
        String digest = read(lock, files);
        if (isSettled(stamps)) {
            digested.put(lock, new Digested(stamps, digest));
        }
        return digest;
    }

    private static List<Stamp> stamps(Path lock, List<Path> files) throws IOException {
        List<Stamp> stamps = new ArrayList<>(List.of(stamp(lock)));
        for (Path file : files) {
            stamps.add(stamp(file));
        }
        return stamps;
    }

    private static Stamp stamp(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(file.toString(), attributes.size(), attributes.lastModifiedTime());
    }

    /** A file that was changed just now may be changed once more within its clock's tick, and look the same. */
    private static boolean isSettled(List<Stamp> stamps) {
        long limit = System.currentTimeMillis() - SETTLED_MILLIS;
        return stamps.stream().allMatch(stamp -> stamp.changed().toMillis() < limit);
    }

    private String read(Path lock, List<Path> files) throws IOException {
        MessageDigest digest = sha256();
        add(digest, RECIPE.getBytes(StandardCharsets.UTF_8));
        add(digest, Files.readAllBytes(lock));
        add(digest, (python == null ? "" : python).getBytes(StandardCharsets.UTF_8));
        if (toolbox != null) {
            for (Path file : files) {
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
