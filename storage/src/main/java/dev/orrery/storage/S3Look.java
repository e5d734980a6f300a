package dev.orrery.storage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Whether objects are there, in any bucket that the credentials open; keys may have any characters. */
public final class S3Look {
    private static final String SCHEME = "s3://";

    /** Keys that are looked at for a pattern, at the most. */
    private static final int MOST = 10_000;

    private final Map<String, String> environment;
    private final Function<String, Predicate<String>> patterns;
    private final Map<String, S3Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * @param environment AWS's variables: credentials, region, profile, endpoint
     * @param patterns what a key with {@code *} or {@code ?} stands for
     */
    public S3Look(Map<String, String> environment, Function<String, Predicate<String>> patterns) {
        this.patterns = patterns;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Whether there is what a URL names: {@code s3://bucket/key} an object, with a slash at the end anything below it, and with
     * {@code *} or {@code ?} in the key an object whose key fits; {@code *} stands for slashes, too, as in Airflow.
     *
     * @throws StorageException where it is no such URL, or the store does not tell
     */
    public boolean has(String url) {
        String[] parts = url.startsWith(SCHEME) ? url.substring(SCHEME.length()).split("/", 2) : new String[] {""};
        if (parts[0].isEmpty() || parts.length == 1) {
            throw new StorageException("'" + url + "' is no object: write s3://BUCKET/KEY.");
        }
        String key = parts[1];
        S3Bucket bucket =
                buckets.computeIfAbsent(parts[0], name -> S3Bucket.of(name, environment, S3Bucket.Effort.ONCE));
        int wild = wild(key);
        if (wild >= 0) {
            return bucket.list(key.substring(0, wild), MOST).stream().anyMatch(patterns.apply(key));
        }
        return (key.isEmpty() || key.endsWith("/"))
                ? !bucket.list(key, 1).isEmpty()
                : bucket.size(key).isPresent();
    }

    private static int wild(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) == '*' || key.charAt(i) == '?') {
                return i;
            }
        }
        return -1;
    }
}
