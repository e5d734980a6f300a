package dev.orrery.storage;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Objects in a bucket of an S3 store, below a prefix. */
public final class S3Storage implements ObjectStorage, AutoCloseable {
    private static final String SCHEME = "s3://";
    private static final int MAX_DEPTH = 8;

    private final S3Bucket bucket;
    private final String prefix;

    private S3Storage(S3Bucket bucket, String prefix) {
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /**
     * @param url {@code s3://bucket} or {@code s3://bucket/prefix}
     * @param environment AWS's variables: credentials, region, profile, endpoint
     */
    public static S3Storage of(String url, Map<String, String> environment, S3Bucket.Effort effort) {
        String[] parts = url.startsWith(SCHEME) ? url.substring(SCHEME.length()).split("/", 2) : new String[] {""};
        if (parts[0].isEmpty()) {
            throw new StorageException("'" + url + "' is no place in an object store: write s3://BUCKET/PREFIX.");
        }
        String prefix = ObjectKey.prefix(parts.length == 1 ? "" : parts[1]).toString();
        return new S3Storage(S3Bucket.of(parts[0], environment, effort), prefix.isEmpty() ? "" : prefix + "/");
    }

    /** Throws where nothing can be put there now. */
    public void checkWritable() {
        bucket.checkWritable(prefix + "_orrery");
    }

    @Override
    public void put(String key, byte[] content) {
        bucket.put(full(key), content);
    }

    void put(String key, long size, S3Bucket.Source source) {
        bucket.put(full(key), size, source);
    }

    @Override
    public Optional<byte[]> get(String key, long maxBytes) {
        return bucket.get(full(key), maxBytes);
    }

    @Override
    public Optional<byte[]> get(String key, long offset, int maxBytes) {
        if (offset < 0 || maxBytes < 0) {
            throw new IllegalArgumentException("offset and maxBytes must not be negative");
        }
        return bucket.get(full(key), offset, maxBytes);
    }

    @Override
    public Optional<InputStream> open(String key) {
        return bucket.open(full(key));
    }

    @Override
    public OptionalLong size(String key) {
        return bucket.size(full(key));
    }

    @Override
    public List<String> list(String folder) {
        String below = ObjectKey.prefix(folder).toString();
        String beginning = prefix + (below.isEmpty() ? "" : below + "/");
        return bucket.list(beginning, MAX_LISTED).stream()
                .filter(key -> isOurs(key.substring(beginning.length())))
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    /** Others may have put objects into the bucket whose keys are none of ours. */
    private static boolean isOurs(String key) {
        String[] segments = key.split("/", -1);
        if (segments.length > MAX_DEPTH) {
            return false;
        }
        for (String segment : segments) {
            if (!ObjectKey.isSegment(segment)) {
                return false;
            }
        }
        return true;
    }

    private String full(String key) {
        return prefix + ObjectKey.of(key);
    }

    @Override
    public void close() {
        bucket.close();
    }
}
