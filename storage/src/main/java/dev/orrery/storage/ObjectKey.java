package dev.orrery.storage;

import java.util.List;
import java.util.regex.Pattern;

/** A key, taken apart into its segments; nothing in it can lead out of the root. */
record ObjectKey(List<String> segments) {
    private static final int MAX_LENGTH = 1024;

    /** A leading dot is left to the storage's own temporary files. */
    private static final Pattern SEGMENT = Pattern.compile("[\\p{Alnum}_][\\p{Alnum}._:+@=~-]{0,199}");

    ObjectKey {
        segments = List.copyOf(segments);
    }

    static ObjectKey of(String key) {
        if (key.length() > MAX_LENGTH) {
            throw new StorageException("The key is longer than " + MAX_LENGTH + " characters.");
        }
        List<String> segments = List.of(key.split("/", -1));
        for (String segment : segments) {
            if (!SEGMENT.matcher(segment).matches()) {
                throw new StorageException("The key '" + key + "' has the part '" + segment
                        + "': use ASCII letters, digits and . _ : + @ = ~ -, beginning with a letter, a digit or _.");
            }
        }
        return new ObjectKey(segments);
    }

    /** A key's prefix: as a key, but may be empty, which is the root, and may end with a slash. */
    static ObjectKey prefix(String prefix) {
        String bare = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return bare.isEmpty() ? new ObjectKey(List.of()) : of(bare);
    }

    static boolean isSegment(String name) {
        return SEGMENT.matcher(name).matches();
    }

    ObjectKey parent() {
        return new ObjectKey(segments.subList(0, segments.size() - 1));
    }

    String name() {
        return segments.getLast();
    }

    @Override
    public String toString() {
        return String.join("/", segments);
    }
}
