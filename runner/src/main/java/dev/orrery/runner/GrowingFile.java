package dev.orrery.runner;

import dev.orrery.notebook.NotebookParts.Part;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A regular file that is written again and again as its content grows at the end. Its name always shows a whole version, and
 * a reader that has it open reads on in the version that it opened.
 *
 * <p>A small one is written whole beside it and put in place. Of a large one the version before the shown one is kept, hidden, and brought
 * up to date from the first part that differs; then the two change places. So a version costs what stands behind that part, not what
 * the file is long. Where a reader still has the hidden version open, or the file system cannot tell, it is written whole.
 */
final class GrowingFile implements AutoCloseable {
    /** Below this a whole file is as cheap: the first call into the C library costs tens of milliseconds. */
    static final long LARGE = 1 << 19;

    private static final int LONGEST_STEM = 40;

    private final Path file;
    private final Path spare;
    private final Path exchange;
    private final boolean durable;
    private @Nullable Version shown;
    private @Nullable Version hidden;

    /** What we wrote, and where: the file's identity tells whether it is still there. */
    private record Version(List<Part> parts, long length, Object inode) {}

    /** @param durable whether the last version is on the disk, come a power failure, when it is shown */
    GrowingFile(Path file, boolean durable) {
        this.file = file;
        this.durable = durable;
        String prefix = prefix(file) + ProcessHandle.current().pid();
        this.spare = file.resolveSibling(prefix + "a");
        this.exchange = file.resolveSibling(prefix + "b");
    }

    private static String prefix(Path file) {
        String name = String.valueOf(file.getFileName());
        return "." + name.substring(0, Math.min(LONGEST_STEM, name.length())) + ".orrery-";
    }

    /** Removes what runs that were killed left beside the file. Those of processes that live are let be. */
    void clearLeftovers() throws IOException {
        String prefix = prefix(file);
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                folder, entry -> String.valueOf(entry.getFileName()).startsWith(prefix))) {
            for (Path entry : entries) {
                String rest = entry.getFileName().toString().substring(prefix.length());
                if (rest.matches("\\d{1,18}[ab]") && !isOthers(Long.parseLong(rest.substring(0, rest.length() - 1)))) {
                    Files.deleteIfExists(entry);
                }
            }
        }
    }

    private static boolean isOthers(long pid) {
        return pid != ProcessHandle.current().pid() && ProcessHandle.of(pid).isPresent();
    }

    /** Shows the last version, made anew from its first byte to its last, and leaves nothing else. */
    void finish(List<Part> parts) throws IOException {
        hidden = null;
        shown = null;
        try {
            Version last = whole(parts);
            if (last != null) {
                if (durable) {
                    try (RandomAccessFile written = new RandomAccessFile(spare.toFile(), "rw")) {
                        written.getFD().sync();
                    }
                }
                publish(last);
            }
        } finally {
            close();
        }
    }

    /** Shows a new version. When it throws, the last one is still shown, whole. */
    void write(List<Part> parts) throws IOException {
        try {
            Version before = hidden;
            hidden = null;
            Version next = before == null ? null : update(before, parts);
            if (next == null) {
                next = whole(parts);
            }
            if (next != null) {
                publish(next);
            }
        } catch (IOException e) {
            hidden = null;
            deleteQuietly(spare);
            throw e;
        }
    }

    /** Brings the hidden version up to date; null where that must not be. */
    private @Nullable Version update(Version before, List<Part> parts) throws IOException {
        if (!isAlone(spare, before.inode())) {
            return null;
        }
        LeasedFile leased = LeasedFile.open(spare);
        if (leased == null) {
            return null;
        }
        try (leased) {
            int same = 0;
            long from = 0;
            while (same < parts.size()
                    && same < before.parts().size()
                    && parts.get(same) == before.parts().get(same)) {
                from += parts.get(same).length();
                same++;
            }
            leased.cutAt(from);
            write(parts.subList(same, parts.size()), leased);
        }
        return new Version(parts, length(parts), before.inode());
    }

    /** Whether that very file stands there, under no other name. */
    private static boolean isAlone(Path path, Object inode) throws IOException {
        try {
            Map<String, Object> attributes =
                    Files.readAttributes(path, "unix:fileKey,nlink", LinkOption.NOFOLLOW_LINKS);
            return inode.equals(attributes.get("fileKey")) && Integer.valueOf(1).equals(attributes.get("nlink"));
        } catch (NoSuchFileException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** A new file beside the shown one; null where none may be made there, and the shown one was written in its place. */
    private @Nullable Version whole(List<Part> parts) throws IOException {
        Files.deleteIfExists(spare);
        try {
            Files.createFile(spare);
        } catch (AccessDeniedException e) {
            if (!Files.isWritable(file)) {
                throw e;
            }
            inPlace(file, parts);
            return null;
        }
        inPlace(spare, parts);
        keepMode();
        Object inode = Optional.ofNullable(Files.readAttributes(spare, "fileKey", LinkOption.NOFOLLOW_LINKS)
                        .get("fileKey"))
                .orElse(spare);
        return new Version(parts, length(parts), inode);
    }

    /** Writes a file, device or pipe over, as it stands there. */
    static void inPlace(Path file, List<Part> parts) throws IOException {
        // No channel: those are closed when the thread is interrupted, and a cancelled run still saves.
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(file.toFile()), 1 << 16)) {
            write(parts, out);
        }
    }

    private void publish(Version next) throws IOException {
        Version before = shown;
        boolean keep = next.length() >= LARGE && before != null && isAlone(file, before.inode()) && linked();
        try {
            Files.move(spare, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(spare, file, StandardCopyOption.REPLACE_EXISTING);
        }
        shown = next;
        if (keep) {
            Files.move(exchange, spare, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            hidden = before;
        }
    }

    /** Gives the shown version a second name, under which it stays when the new one takes its place. */
    private boolean linked() {
        try {
            Files.deleteIfExists(exchange);
            Files.createLink(exchange, file);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            // This file system has no links: each version is written whole.
            return false;
        }
    }

    /** A file that was there before keeps its permissions. */
    private void keepMode() throws IOException {
        try {
            Files.setPosixFilePermissions(spare, Files.getPosixFilePermissions(file));
        } catch (NoSuchFileException | UnsupportedOperationException e) {
            // A new file, or a file system that knows no such permissions.
        }
    }

    private static void write(List<Part> parts, OutputStream out) throws IOException {
        for (Part part : parts) {
            part.writeTo(out);
        }
    }

    private static long length(List<Part> parts) {
        long length = 0;
        for (Part part : parts) {
            length += part.length();
        }
        return length;
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The first error is the one to tell; the next run to the same file clears it.
        }
    }

    /** Leaves nothing but the file. */
    @Override
    public void close() {
        hidden = null;
        deleteQuietly(spare);
        deleteQuietly(exchange);
    }
}
