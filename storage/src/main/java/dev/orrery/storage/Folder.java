package dev.orrery.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/** An open folder: what is reached through it stays below it, whatever is moved or linked meanwhile. */
record Folder(SecureDirectoryStream<Path> stream) implements AutoCloseable {
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

    /** Removes a file, a link, or a folder with all below it. */
    void remove(Path name) throws IOException {
        if (!attributes(name).isDirectory()) {
            stream.deleteFile(name);
            return;
        }
        try (Folder below = open(name.toString())) {
            for (Path path : below.stream) {
                below.remove(path.getFileName());
            }
        }
        stream.deleteDirectory(name);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
