package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The users' home folders: {@code ROOT/NAME}, readable by nobody else. Nothing is copied into them. */
public final class Homes {
    private final Path root;

    public Homes(Path root) {
        this.root = root;
    }

    /**
     * Makes the home if it is not there, and sees to it that it belongs to the account and to nobody else.
     *
     * @return its path
     * @throws LaunchException when something else lies in its place, or it cannot be made
     */
    public Path ensure(Account account) {
        Path home = root.resolve(account.name());
        try {
            Files.createDirectories(root);
            if (!Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(
                        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
                throw new LaunchException("The home " + home + " is no folder.", "Move it away.");
            }
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
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
