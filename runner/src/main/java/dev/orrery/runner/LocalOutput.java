package dev.orrery.runner;

import dev.orrery.notebook.NotebookParts.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An output notebook on this machine. A regular file always shows a whole notebook, also one at the end of a symbolic link, which
 * stays a link. To a device or a pipe the notebook is written once, when it is complete.
 */
final class LocalOutput implements AutoCloseable {
    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private static final List<Path> SPECIAL = List.of(Path.of("/dev"), Path.of("/proc"));

    private final Path path;
    private final @Nullable GrowingFile file;

    LocalOutput(Path path) throws IOException {
        this.path = path;
        Path end = end(path);
        this.file = end == null ? null : new GrowingFile(end, false);
        if (file != null) {
            file.clearLeftovers();
        }
    }

    /** The regular file that the path leads to, there or still to be made; null for anything else, such as a link to this process's own output. */
    private static @Nullable Path end(Path path) throws IOException {
        Path end = path.toAbsolutePath();
        for (int i = 0; i <= MOST_LINKS; i++) {
            Path here = end.normalize();
            if (SPECIAL.stream().anyMatch(here::startsWith)) {
                return null;
            }
            if (!Files.isSymbolicLink(end)) {
                return Files.exists(end, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(end) ? null : end;
            }
            end = end.resolveSibling(Files.readSymbolicLink(end));
        }
        return null;
    }

    /** While the notebook grows. */
    void save(List<Part> parts) throws IOException {
        if (file != null) {
            file.write(parts);
        }
    }

    /** The complete notebook. */
    void write(List<Part> parts) throws IOException {
        if (file != null) {
            file.finish(parts);
        } else {
            GrowingFile.inPlace(path, parts);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
