package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether files are in users' homes, seen with the user's rights: folders are opened one below the other and no link is followed, so that
 * nothing outside of the home is ever looked at, whatever is changed meanwhile; what the user may not enter or list is not seen.
 */
public final class HomeFiles {
    private static final Pattern WILD = Pattern.compile("[*?\\[{]");

    /** Entries that one look takes, at the most. */
    private static final int MOST = 100_000;

    /** Each is an open folder meanwhile, and a part of the stack. */
    private static final int DEEPEST = 100;

    private final Path root;
    private final Function<String, Predicate<String>> patterns;
    private final boolean isRoot;

    /**
     * @param root the folder of homes, as {@link Homes} has it
     * @param patterns what a part with {@code *}, {@code ?}, brackets or braces stands for
     */
    public HomeFiles(Path root, Function<String, Predicate<String>> patterns) {
        this.root = root;
        this.patterns = patterns;
        this.isRoot = SandboxPolicy.isRoot();
    }

    /**
     * Whether there is such a file, or such a folder with a file somewhere below.
     *
     * @param path relative to the home; each of its parts may be a pattern as in a shell, and {@code **} stands for any folders
     * @throws LaunchException where the path leads out of the home, or too much would have to be looked at
     */
    public boolean has(Account account, String path) {
        List<String> parts = List.of(path.replaceFirst("/+$", "").split("/+"));
        if (parts.getFirst().isEmpty() || parts.contains("..") || parts.contains(".")) {
            throw new LaunchException(
                    "'" + path + "' is no path inside of a home.", "Write such as ~/inbox/sales.csv, without '..'.");
        }
        Look look = new Look(String.valueOf(account.uid()));
        Path home = root.resolve(account.name());
        if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (var stream = Files.newDirectoryStream(home)) {
            return stream instanceof SecureDirectoryStream<Path> folder && look.has(folder, parts);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new LaunchException("The home of " + account.name() + " cannot be read.", "See the server's log.", e);
        }
    }

    private final class Look {
        private final String uid;
        private int seen;
        private int depth;

        Look(String uid) {
            this.uid = uid;
        }

        boolean has(SecureDirectoryStream<Path> folder, List<String> parts) throws IOException {
            if (!mayEnter(folder)) {
                return false;
            }
            String part = parts.getFirst();
            List<String> rest = parts.subList(1, parts.size());
            if (part.equals("**")) {
                return (!rest.isEmpty() && has(folder, rest)) || anyBelow(folder, parts);
            }
            if (!WILD.matcher(part).find()) {
                return is(folder, Path.of(part), rest);
            }
            if (!mayList(folder)) {
                return false;
            }
            Predicate<String> matcher = patterns.apply(part);
            for (Path entry : folder) {
                count();
                Path name = name(entry);
                boolean hidden = name.toString().startsWith(".") && !part.startsWith(".");
                if (!hidden && matcher.test(name.toString()) && is(folder, name, rest)) {
                    return true;
                }
            }
            return false;
        }

        private boolean anyBelow(SecureDirectoryStream<Path> folder, List<String> parts) throws IOException {
            if (!mayList(folder)) {
                return false;
            }
            try (SecureDirectoryStream<Path> again =
                    folder.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS)) {
                for (Path entry : again) {
                    count();
                    Path name = name(entry);
                    if (isFolder(again, name) ? inside(again, name, parts) : parts.size() == 1 && isFile(again, name)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean is(SecureDirectoryStream<Path> folder, Path name, List<String> rest) throws IOException {
            if (rest.isEmpty()) {
                return isFile(folder, name) || (isFolder(folder, name) && inside(folder, name, List.of("**")));
            }
            return isFolder(folder, name) && inside(folder, name, rest);
        }

        private boolean inside(SecureDirectoryStream<Path> folder, Path name, List<String> parts) {
            if (++depth > DEEPEST) {
                throw new LaunchException(
                        "Folders are more than " + DEEPEST + " deep there.", "Name the folder more exactly.");
            }
            try (SecureDirectoryStream<Path> below = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                return has(below, parts);
            } catch (IOException e) {
                return false; // gone, or a link by now
            } finally {
                depth--;
            }
        }

        private void count() {
            if (++seen > MOST) {
                throw new LaunchException(
                        "More than " + MOST + " files would have to be looked at.", "Name the folder more exactly.");
            }
        }

        private boolean mayEnter(SecureDirectoryStream<Path> folder) throws IOException {
            return may(folder, PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);
        }

        private boolean mayList(SecureDirectoryStream<Path> folder) throws IOException {
            return may(folder, PosixFilePermission.OWNER_READ, PosixFilePermission.OTHERS_READ);
        }

        /** As the system would decide for a user who is in no group. */
        private boolean may(SecureDirectoryStream<Path> folder, PosixFilePermission own, PosixFilePermission others)
                throws IOException {
            if (!isRoot) {
                return true; // the system itself decides
            }
            PosixFileAttributes attributes =
                    folder.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
            boolean owns = attributes
                    .owner()
                    .equals(FileSystems.getDefault()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(uid));
            return attributes.permissions().contains(owns ? own : others);
        }
    }

    private static Path name(Path entry) {
        return Objects.requireNonNull(entry.getFileName());
    }

    private static boolean isFile(SecureDirectoryStream<Path> folder, Path name) {
        BasicFileAttributes attributes = attributes(folder, name);
        return attributes != null && attributes.isRegularFile();
    }

    private static boolean isFolder(SecureDirectoryStream<Path> folder, Path name) {
        BasicFileAttributes attributes = attributes(folder, name);
        return attributes != null && attributes.isDirectory();
    }

    private static @Nullable BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name) {
        try {
            return folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
        } catch (IOException e) {
            return null;
        }
    }
}
