package dev.orrery.storage;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bytes by key. A key is one to many segments with '/' between them; a segment is 1 to 200 ASCII letters, digits and
 * {@code . _ : + @ = ~ -}, and begins with a letter, a digit or {@code _}.
 *
 * <p>What is read may have been put there by hostile code: only regular files are ever read, and no symbolic link is
 * followed anywhere below the root. Each method throws {@link StorageException} where the key is none, where what
 * stands there is no regular file, and where the storage cannot be reached.
 */
public interface ObjectStorage {
    /** The most that {@link #get(String)} reads, in bytes. */
    long MAX_GET = 256L * 1024 * 1024;

    /** The most keys that {@link #list} gives. */
    int MAX_LISTED = 10_000;

    /** Puts an object, in place of the one before, if any. Atomic: a reader sees the old bytes or the new ones, also after a crash. */
    void put(String key, byte[] content);

    /** A whole object of at most {@link #MAX_GET} bytes; empty where there is none. */
    default Optional<byte[]> get(String key) {
        return get(key, MAX_GET);
    }

    /**
     * A whole object; empty where there is none.
     *
     * @param maxBytes a longer one is refused, at most 2 GiB
     */
    Optional<byte[]> get(String key, long maxBytes);

    /**
     * Some bytes of an object; fewer than asked for, or none, at its end; empty where there is no object.
     *
     * @param offset from 0; past the end gives no bytes
     */
    Optional<byte[]> get(String key, long offset, int maxBytes);

    /** An object's bytes as they stand now, up to the length that it has now; the caller closes the stream. Empty where there is none. */
    Optional<InputStream> open(String key);

    /** An object's length in bytes; empty where there is none, or where what stands there is no regular file. */
    OptionalLong size(String key);

    /** The keys below a folder, in order; at most 10,000, and at most eight folders deep. The prefix ends at a segment's end. */
    List<String> list(String prefix);
}
