package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The users' home folders: {@code ROOT/NAME}, readable by nobody else. */
public final class Homes {
    private static final Logger LOG = LoggerFactory.getLogger(Homes.class);
    private static final String DRAFT = ".new-";
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

    private final Path root;
    private final Path template;

    /**
     * @param root absolute; need not be there yet
     * @param template what a new home begins with: a folder, or nothing where there is none
     */
    public Homes(Path root, Path template) {
        if (!root.isAbsolute()) {
            throw new IllegalArgumentException("The folder of homes must be an absolute path, but is " + root);
        }
        this.root = root;
        this.template = template;
    }

    /**
     * Makes the home with what the template holds if it is not there, and sees to it that it belongs to the account and to nobody else.
     *
     * @return its path
     * @throws LaunchException when something else lies in its place, or it cannot be made
     */
    public Path ensure(Account account) {
        Path home = root.resolve(account.name());
        try {
            Files.createDirectories(root);
            if (!Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
                make(home, account);
            } else if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
                throw new LaunchException("The home " + home + " is no folder.", "Move it away.");
            }
            Files.setPosixFilePermissions(home, OWN);
            if (SandboxPolicy.isRoot() && uid(home) != account.uid()) {
                // A restored backup, or a user who was given another id.
                FileTrees.give(home, account.uid());
            }
            return home;
        } catch (IOException e) {
            throw new LaunchException(
                    "The home " + home + " cannot be made: " + e.getMessage() + ".",
                    "Check the folder's owner and the disk's free space.",
                    e);
        }
    }

    /** How many bytes the files of an account's home have together; 0 where there is no home yet. Walks through all of it. */
    public long size(String name) throws IOException {
        Path home = root.resolve(name);
        return Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS) ? FileTrees.size(home) : 0;
    }

    /** Filled under another name first, so that no half of a home is ever one. No account's name begins with a dot. */
    private void make(Path home, Account account) throws IOException {
        Path draft = Files.createTempDirectory(root, DRAFT); // readable by nobody else
        if (Files.isDirectory(template)) {
            FileTrees.copy(template, draft);
        }
        if (SandboxPolicy.isRoot()) {
            FileTrees.give(draft, account.uid());
        }
        try {
            Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            FileTrees.delete(draft);
            if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) { // else another start of the user's was faster
                throw e;
            }
        }
    }

    /**
     * Removes what a server that died while it made a home has left. To be called before this one makes any; what cannot be
     * removed is logged.
     *
     * @param root the folder of homes, which need not be there
     * @param isShared whether another server may be making homes there; asked once the drafts were looked for, so that one that
     *     begins later has none of them
     */
    public static void removeDrafts(Path root, BooleanSupplier isShared) {
        List<Path> drafts = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root, DRAFT + "*")) {
            found.forEach(drafts::add);
            if (!drafts.isEmpty() && !isShared.getAsBoolean()) {
                for (Path draft : drafts) {
                    FileTrees.delete(draft);
                    LOG.info("Removed {}: a server had died while it made a home", draft);
                }
            }
        } catch (NoSuchFileException e) {
            // No home was ever made.
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("What was left of a home that was never made cannot be removed: {}", e.toString());
        }
    }

    /**
     * Gives a folder and all in it to an account, so that its workloads can write there. Only a server that is root needs to
     * and can: for any other this does nothing. Nothing of the account's may run with the folder meanwhile.
     *
     * @throws LaunchException when it cannot
     */
    public static void give(Path folder, Account account) {
        if (!SandboxPolicy.isRoot()) {
            return;
        }
        try {
            FileTrees.give(folder, account.uid());
        } catch (IOException e) {
            throw new LaunchException(
                    "The folder " + folder + " cannot be given to " + account.name() + ": " + e.getMessage() + ".",
                    "Check that it is on a file system with owners.",
                    e);
        }
    }

    private static int uid(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
