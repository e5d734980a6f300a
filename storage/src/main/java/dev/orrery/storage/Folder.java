package dev.orrery.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** An open folder: what is reached through it stays below it, whatever is moved or linked meanwhile. */
record Folder(SecureDirectoryStream<Path> stream) implements AutoCloseable {
    private static final int MAX_OPEN = 32;

    @SuppressWarnings("StreamResourceLeak") // the folder that is returned owns the stream
    static Folder open(Path root) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(root);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new Folder(secure);
        }
        stream.close();
        throw new IOException("this file system has no folders that can be held open; use Linux");
    }

    Folder open(String name) throws IOException {
        return new Folder(stream.newDirectoryStream(Path.of(name), NOFOLLOW_LINKS));
    }

    BasicFileAttributes attributes(Path name) throws IOException {
        return stream.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .readAttributes();
    }

    /**
     * Removes a file, a link, or a folder with all below it. However deep a stranger nested his folders, few are open at a time: what
     * lies deeper is moved up beside the one that is removed, and removed from there.
     */
    void remove(Path name) throws IOException {
        Deque<Path> names = new ArrayDeque<>(List.of(name));
        while (!names.isEmpty()) {
            remove(this, names.pop(), 0, names);
        }
    }

    private void remove(Folder in, Path name, int depth, Deque<Path> later) throws IOException {
        if (!in.attributes(name).isDirectory()) {
            in.stream.deleteFile(name);
            return;
        }
        if (depth == MAX_OPEN) {
            Path aside = Path.of(".tmp-removed-" + UUID.randomUUID());
            in.stream.move(name, stream, aside);
            later.push(aside);
            return;
        }
        try (Folder below = in.open(name.toString())) {
            for (Path path : below.stream) {
                remove(below, path.getFileName(), depth + 1, later);
            }
        }
        in.stream.deleteDirectory(name);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
