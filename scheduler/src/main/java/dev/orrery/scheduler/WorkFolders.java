package dev.orrery.scheduler;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.orrery.launch.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The attempts' and the slots' work folders: made for a launch, deleted after the end. No symbolic link in them is followed. */
final class WorkFolders {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolders.class);
    private static final int MAX_DEPTH = 100;
    private static final String WORK = "work";
    private static final String OUTPUT = "output";
    private static final String FILLING = "filling";
    private static final String SLOT = "slot";

    private final Path root;

    WorkFolders(Path root) {
        this.root = root;
    }

    /** A new folder, empty, in a folder of the attempt's that only the server may look into. */
    Path make(String attemptId) throws IOException {
        delete(attemptId);
        return Files.createDirectory(makeOuter(attemptId).resolve(WORK));
    }

    private Path makeOuter(String name) throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
        return Files.createDirectory(root.resolve(name));
    }

    /** The folders that a slot has in sight, before they are an attempt's. */
    record Slot(Path work, Path output) {}

    /** New folders for a slot, empty; they remember whose they were. */
    Slot makeSlot(String slotId) throws IOException {
        Path outer = makeOuter(slotId);
        Files.writeString(outer.resolve(SLOT), slotId);
        return new Slot(Files.createDirectory(outer.resolve(WORK)), Files.createDirectory(outer.resolve(OUTPUT)));
    }

    /** Fills a folder for a slot's attempt, out of sight of whatever runs in the slot. */
    Path makeFilling(String slotId) throws IOException {
        return Files.createDirectory(root.resolve(slotId).resolve(FILLING));
    }

    /**
     * Makes a slot's folders an attempt's: what was filled comes into its work folder, its output folder takes the place of the
     * empty one that is given, the rest gets the attempt's name. The slot sees its folders as before.
     *
     * @throws IOException where something in the slot has written into them already
     */
    void become(String slotId, String attemptId, Path output) throws IOException {
        Path outer = root.resolve(slotId);
        Path work = outer.resolve(WORK);
        requireEmpty(work);
        try (var filled = Files.newDirectoryStream(outer.resolve(FILLING))) {
            for (Path entry : filled) {
                // A rename takes the place of a link that may lie there, and does not follow it.
                Files.move(entry, work.resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.delete(outer.resolve(FILLING));
        Files.move(outer.resolve(OUTPUT), output, StandardCopyOption.ATOMIC_MOVE);
        delete(attemptId);
        Files.move(outer, root.resolve(attemptId), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void requireEmpty(Path folder) throws IOException {
        try (var entries = Files.newDirectoryStream(folder)) {
            if (entries.iterator().hasNext()) {
                throw new IOException("Something in the slot has written into " + folder);
            }
        }
    }

    /** The slot that became this attempt. */
    Optional<String> slotOf(String attemptId) {
        try {
            return Optional.of(Files.readString(root.resolve(attemptId).resolve(SLOT)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The slots that have folders. */
    List<String> slots() {
        List<String> names = new ArrayList<>();
        try (var slots = Files.newDirectoryStream(root, Slots.PREFIX + "*")) {
            slots.forEach(slot -> names.add(slot.getFileName().toString()));
        } catch (NoSuchFileException e) {
            // never made
        } catch (IOException e) {
            LOG.warn("the slots' folders cannot be listed: {}", e.toString());
        }
        return names;
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
        } catch (NoSuchFileException e) {
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
