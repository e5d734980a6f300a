package dev.orrery.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A dag's folder on this machine. Hidden files, {@code __pycache__}, links and devices are left out, as {@code dag push} does. */
public final class LocalFolder {

    private LocalFolder() {}

    /** Reads all of it; {@link PublishException} where it is no folder, cannot be read or is too large. */
    public static Folder read(Path directory) {
        Reader reader = new Reader(directory);
        try {
            if (!Files.exists(directory)) {
                throw new NoSuchFileException(directory.toString());
            }
            if (!Files.isDirectory(directory)) {
                throw new NotDirectoryException(directory.toString());
            }
            if (!Files.exists(directory.resolve("dag.yml")) && !Files.exists(directory.resolve("dag.yaml"))) {
                // Not a dag's: what else lies in it, however large, is nobody's concern here. The check says what is
                // missing.
                return Folder.of(Map.of());
            }
            Files.walkFileTree(directory, reader);
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw PublishException.badFolder(
                    "There is no folder '" + e.getMessage() + "'. Give the folder that holds the dag.yml.");
        } catch (IOException e) {
            throw PublishException.badFolder("'" + directory + "' cannot be read: " + e + ". Look at its permissions.");
        }
        return Folder.of(reader.files);
    }

    /**
     * The folders of dags that {@code directory} stands for: itself, or where it has no dag.yml those right below it that have
     * one, by name. Itself, too, where there is none.
     */
    public static List<Path> dags(Path directory) {
        if (Files.exists(directory.resolve(DagYaml.NAME)) || !Files.isDirectory(directory)) {
            return List.of(directory);
        }
        try (Stream<Path> below = Files.list(directory)) {
            List<Path> dags = below.filter(path -> Files.isRegularFile(path.resolve(DagYaml.NAME)))
                    .sorted()
                    .toList();
            return dags.isEmpty() ? List.of(directory) : dags;
        } catch (IOException e) {
            throw PublishException.badFolder("'" + directory + "' cannot be read: " + e + ". Look at its permissions.");
        }
    }

    private static final class Reader extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Map<String, byte[]> files = new LinkedHashMap<>();
        private long total;

        Reader(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return directory.equals(root) || !isLeftOut(directory)
                    ? FileVisitResult.CONTINUE
                    : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile() && !isLeftOut(file)) {
                total += attributes.size();
                Folder.requireSize(total);
                Folder.requireCount(files.size() + 1);
                try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    files.put(root.relativize(file).toString().replace('\\', '/'), in.readAllBytes());
                }
            }
            return FileVisitResult.CONTINUE;
        }

        private static boolean isLeftOut(Path path) {
            String name = String.valueOf(path.getFileName());
            return name.startsWith(".") || name.equals("__pycache__");
        }
    }
}
