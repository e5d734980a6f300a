package dev.orrery.scheduler;

/** Sees what tasks wait for outside of the database. A look may take a while, and is never taken within a transaction. */
public interface Outlook {
    /**
     * Whether a user's home has such a file, seen with the user's rights.
     *
     * @param path relative to the home; a pattern as in a shell
     * @throws RuntimeException whose message says why that cannot be told
     */
    boolean hasFile(String user, String path);

    /**
     * Whether there is such an object.
     *
     * @param url {@code s3://bucket/key}, a prefix with a slash at the end, or a pattern with {@code *} and {@code ?}
     * @throws RuntimeException whose message says why that cannot be told
     */
    boolean hasObject(String url);
}
