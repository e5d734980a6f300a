package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/**
 * Where the built environments lie. One is built under another name and renamed when it is whole: what an interrupted build left
 * is never taken for an environment, nor does it stand in the way of the next build, even while its installer still writes.
 */
final class EnvironmentFolders {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentFolders.class);
    private static final String DESCRIPTION = "orrery-environment.json";
    private static final String DRAFT = ".building-";
    private static final Pattern BUILT = Pattern.compile("[a-z0-9][a-z0-9_-]*-[0-9a-f]{12}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<Path, Read> descriptions = new ConcurrentHashMap<>();

    EnvironmentFolders(Path folder) {
        this.folder = folder;
    }

    /** What is known of a built environment without running anything. */
    record Description(String digest, List<String> readOnlyPaths) {}

    private record Read(FileTime written, Description description) {}

    Optional<Environment> ready(EnvironmentSource source) {
        Path prefix = folder.resolve(source.folder());
        Path file = prefix.resolve(DESCRIPTION);
        // Follows the link to the base interpreter, which somebody may have removed.
        if (!Files.isRegularFile(file) || !Files.isExecutable(prefix.resolve("bin/python"))) {
            return Optional.empty();
        }
        try {
            Description description = described(file);
            if (!description.digest().equals(source.digest())) {
                return Optional.empty();
            }
            List<Path> paths = new ArrayList<>(List.of(prefix));
            description.readOnlyPaths().forEach(path -> paths.add(Path.of(path)));
            return Optional.of(new Environment(source.name(), source.digest(), prefix, paths));
        } catch (IOException | JacksonException e) {
            LOG.warn("{} cannot be read, so the environment is built again: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** A folder is never changed, but may be removed and built again. */
    private Description described(Path file) throws IOException {
        FileTime written = Files.getLastModifiedTime(file);
        Read known = descriptions.get(file);
        if (known != null && known.written().equals(written)) {
            return known.description();
        }
        Description description = JSON.readValue(Files.readAllBytes(file), Description.class);
        descriptions.put(file, new Read(written, description));
        return description;
    }

    /** @param build fills the folder that it is given, and tells what else a sandbox must show */
    void build(EnvironmentSource source, Function<Path, List<Path>> build) {
        Path draft =
                folder.resolve(DRAFT + ProcessHandle.current().pid() + "-" + source.folder() + "-" + UUID.randomUUID());
        try {
            Files.createDirectories(folder);
            List<String> paths = build.apply(draft).stream().map(Path::toString).toList();
            JSON.writeValue(draft.resolve(DESCRIPTION).toFile(), new Description(source.digest(), paths));
            publish(draft, source);
        } catch (IOException | JacksonException e) {
            throw new LaunchException(
                    "Environment " + source.name() + " cannot be written to " + folder + ": " + e.getMessage() + ".",
                    "Check the disk's free space and the folder's owner.",
                    e);
        } finally {
            deleteQuietly(draft);
        }
    }

    private void publish(Path draft, EnvironmentSource source) throws IOException {
        Path prefix = folder.resolve(source.folder());
        if (ready(source).isPresent()) {
            // Another server was quicker, and made the same.
            return;
        }
        if (Files.exists(prefix)) {
            Path broken = folder.resolve(DRAFT + "0-" + UUID.randomUUID());
            Files.move(prefix, broken, StandardCopyOption.ATOMIC_MOVE);
            deleteQuietly(broken);
        }
        Files.move(draft, prefix, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what builds of servers that are gone have left. */
    void sweep() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(EnvironmentFolders::isAbandoned)
                    .toList()
                    .forEach(draft -> Thread.startVirtualThread(() -> deleteQuietly(draft)));
        } catch (IOException e) {
            LOG.warn("Abandoned builds in {} cannot be removed: {}", folder, e.getMessage());
        }
    }

    /**
     * Removes environments that another digest has taken the place of.
     *
     * @param current  folder names that stay whatever their age
     * @param isInUse  whether something that runs needs the folder
     * @param before   only what was built before this
     * @return the folders that are gone; their content goes in the background
     */
    List<Path> removeOld(Set<String> current, Predicate<Path> isInUse, Instant before) {
        List<Path> removed = new ArrayList<>();
        for (List<Path> sameName : built().values()) {
            // Newest first: whatever the lock files say, one of each name stays.
            for (Path old : sameName.subList(1, sameName.size())) {
                boolean isCurrent = current.contains(old.getFileName().toString());
                if (!isCurrent && modified(old).isBefore(before) && !isInUse.test(old)) {
                    Path away = folder.resolve(DRAFT + "0-" + UUID.randomUUID());
                    try {
                        Files.move(old, away, StandardCopyOption.ATOMIC_MOVE);
                        removed.add(old);
                        Thread.startVirtualThread(() -> deleteQuietly(away));
                    } catch (IOException e) {
                        LOG.warn("The old environment {} cannot be removed: {}", old, e.getMessage());
                    }
                }
            }
        }
        return removed;
    }

    /** By the environments' names, each newest first. */
    private Map<String, List<Path>> built() {
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry ->
                            BUILT.matcher(entry.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(EnvironmentFolders::modified).reversed())
                    .collect(Collectors.groupingBy(EnvironmentFolders::nameOf));
        } catch (IOException e) {
            LOG.warn("Old environments in {} cannot be removed: {}", folder, e.getMessage());
            return Map.of();
        }
    }

    private static String nameOf(Path built) {
        String name = built.getFileName().toString();
        return name.substring(0, name.lastIndexOf('-'));
    }

    /** When it was built. */
    private static Instant modified(Path built) {
        try {
            return Files.getLastModifiedTime(built.resolve(DESCRIPTION)).toInstant();
        } catch (IOException e) {
            // No environment: as if from the beginning of time.
            return Instant.EPOCH;
        }
    }

    private static boolean isAbandoned(Path entry) {
        String name = entry.getFileName().toString();
        if (!name.startsWith(DRAFT)) {
            return false;
        }
        String pid = name.substring(DRAFT.length()).split("-", 2)[0];
        boolean alive = pid.matches("[1-9][0-9]{0,9}")
                && Long.parseLong(pid) != ProcessHandle.current().pid()
                && ProcessHandle.of(Long.parseLong(pid)).isPresent();
        return !alive;
    }

    private static void deleteQuietly(Path draft) {
        try {
            FileTrees.delete(draft);
        } catch (IOException e) {
            // Its installer may still write into it; the next start tries again.
            LOG.debug("{} cannot be removed yet", draft, e);
        }
    }
}
