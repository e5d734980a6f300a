package dev.orrery.publish;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectChecker;
import org.jspecify.annotations.Nullable;

/** What a path inside a dag's folder may be. It becomes a path on disk and in git, so a bad one is refused, never mended. */
final class FolderPath {
    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_SEGMENT_BYTES = 255;

    private FolderPath() {}

    /** The path itself; {@link PublishException} where it is not relative, plain and safe on each system. */
    static String require(String path) {
        String why = whyNot(path);
        if (why != null) {
            throw PublishException.badFolder("The path '" + shown(path) + "' cannot be taken: " + why
                    + ". Give paths relative to the dag's folder, such as 'notebook.ipynb' or 'sql/orders.sql'.");
        }
        return path;
    }

    private static @Nullable String whyNot(String path) {
        if (path.isEmpty() || path.length() > MAX_LENGTH) {
            return "its length must be 1 to " + MAX_LENGTH + " characters";
        }
        if (path.chars().anyMatch(FolderPath::isHarmful)) {
            return "it holds a backslash or a control character";
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            return "it is not valid Unicode";
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return "it must be relative, without empty parts, '.' or '..'";
            }
            if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
                return "a part of it is longer than " + MAX_SEGMENT_BYTES + " bytes";
            }
        }
        return isGits(path) ? "git keeps that name for itself" : null;
    }

    /** Control characters, and those that turn the writing direction so that a name reads as another one. */
    private static boolean isHarmful(int c) {
        return c == '\\'
                || Character.isISOControl(c)
                || c == 0x2028
                || c == 0x2029
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }

    /** Names that git or a person's later clone would read as git's own, in all the spellings that file systems fold together. */
    private static boolean isGits(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.toLowerCase(Locale.ROOT).equals(".gitmodules")) {
                return true;
            }
        }
        try {
            new ObjectChecker().setSafeForMacOS(true).checkPath(path);
            return false;
        } catch (CorruptObjectException e) {
            return true;
        }
    }

    private static String shown(String path) {
        String plain = path.codePoints()
                .map(c -> isHarmful(c) ? '?' : c)
                .limit(200)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain;
    }
}
