package dev.orrery.publish;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of one dag, by their path below the dag's folder: relative, with {@code /}, in order. At most
 * {@value #MAX_FILES} files and {@value #MAX_BYTES} bytes. Each path is safe to be made on disk and in git.
 */
public final class Folder {
    /** How many files a folder may hold. */
    public static final int MAX_FILES = 2_000;

    /** How large all files may be together, in bytes. */
    public static final long MAX_BYTES = 50_000_000;

    private final SortedMap<String, byte[]> files;

    private Folder(SortedMap<String, byte[]> files) {
        this.files = Collections.unmodifiableSortedMap(files);
    }

    /** A folder of these files; {@link PublishException} where a path is unsafe, or there is too much. The arrays are not copied. */
    public static Folder of(Map<String, byte[]> files) {
        requireCount(files.size());
        long total = 0;
        SortedMap<String, byte[]> sorted = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            total += file.getValue().length;
            requireSize(total);
            sorted.put(FolderPath.require(file.getKey()), file.getValue());
        }
        requireNoFileAsFolder(sorted);
        return new Folder(sorted);
    }

    public List<String> paths() {
        return List.copyOf(files.keySet());
    }

    /** The file's bytes; empty where there is no such file. */
    public Optional<byte[]> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    SortedMap<String, byte[]> files() {
        return files;
    }

    static void requireCount(int count) {
        if (count > MAX_FILES) {
            throw PublishException.tooLarge("The folder holds " + count + " files or more; " + MAX_FILES
                    + " is the most. Keep data out of the dag's folder.");
        }
    }

    static void requireSize(long total) {
        if (total > MAX_BYTES) {
            throw PublishException.tooLarge("The folder is larger than " + MAX_BYTES / 1_000_000
                    + " MB. Keep data out of the dag's folder, and clear the outputs of its notebooks.");
        }
    }

    private static void requireNoFileAsFolder(SortedMap<String, byte[]> files) {
        for (String path : files.keySet()) {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                if (files.containsKey(path.substring(0, slash))) {
                    throw PublishException.badFolder(
                            "'" + path.substring(0, slash) + "' is a file and a folder at once. Rename one of them.");
                }
            }
        }
    }
}
