package dev.orrery.scheduler;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.orrery.launch.Account;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The attempts' work folders: made for an attempt's launch, deleted after its end. No symbolic link in them is followed. */
final class WorkFolders {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolders.class);
    private static final int MAX_DEPTH = 100;

    private final Path root;

    WorkFolders(Path root) {
        this.root = root;
    }

    /** A new folder, empty, in a folder of the attempt's that only the server may look into. */
    Path make(String attemptId) throws IOException {
        delete(attemptId);
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
        return Files.createDirectory(
                Files.createDirectory(root.resolve(attemptId)).resolve("work"));
    }

    /** Gives a folder and what is in it to an account, where the server may. No process of the account's may run in it. */
    void give(Path folder, Account account) throws IOException {
        if (!isRoot()) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                return own(directory, account);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return own(file, account);
            }
        });
    }

    /** Gives the folder alone to an account. */
    void giveFolder(Path folder, Account account) throws IOException {
        if (isRoot()) {
            own(folder, account);
        }
    }

    /** Deletes an attempt's folder; what cannot be deleted is logged and stays. */
    void delete(String attemptId) {
        try (var stream = Files.newDirectoryStream(root)) {
            if (stream instanceof SecureDirectoryStream<Path> secure) {
                Path name = Path.of(attemptId);
                if (Files.exists(root.resolve(name), NOFOLLOW_LINKS)) {
                    deleteBelow(secure, name, 0);
                    secure.deleteDirectory(name);
                }
            }
        } catch (java.nio.file.NoSuchFileException e) {
            // never made
        } catch (IOException e) {
            LOG.warn("the work folder of attempt {} cannot be deleted: {}", attemptId, e.toString());
        }
    }

    private static void deleteBelow(SecureDirectoryStream<Path> parent, Path name, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("folders nested deeper than " + MAX_DEPTH);
        }
        try (SecureDirectoryStream<Path> folder = parent.newDirectoryStream(name, NOFOLLOW_LINKS)) {
            for (Path entry : folder) {
                Path child = entry.getFileName();
                boolean isDirectory = folder.getFileAttributeView(child, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                        .readAttributes()
                        .isDirectory();
                if (isDirectory) {
                    deleteBelow(folder, child, depth + 1);
                    folder.deleteDirectory(child);
                } else {
                    folder.deleteFile(child);
                }
            }
        }
    }

    private static FileVisitResult own(Path path, Account account) throws IOException {
        Files.setAttribute(path, "unix:uid", account.uid(), NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", account.uid(), NOFOLLOW_LINKS);
        return FileVisitResult.CONTINUE;
    }

    private boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
