package dev.orrery.server;

import dev.orrery.storage.ArchivedStorage;
import dev.orrery.storage.DirectoryStorage;
import dev.orrery.storage.S3Bucket;
import dev.orrery.storage.S3Storage;
import dev.orrery.storage.StorageException;
import dev.orrery.storage.WorkingStorage;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where attempts' notebooks, logs and results are kept: below the data directory, or in an S3 store. Holds AWS's secrets, so it is no record. */
final class StorageSetting {
    private static final Logger LOG = LoggerFactory.getLogger(StorageSetting.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final @Nullable String url;
    private final Map<String, String> environment;

    private StorageSetting(@Nullable String url, Map<String, String> environment) {
        this.url = url;
        this.environment = environment;
    }

    /** @param environment with {@code ORRERY_STORAGE}, and AWS's variables where it names a bucket */
    static StorageSetting of(Map<String, String> environment) {
        String url = environment.get("ORRERY_STORAGE");
        if (url == null || url.isBlank()) {
            return new StorageSetting(null, Map.copyOf(environment));
        }
        if (!url.startsWith("s3://")) {
            throw new UsageException("ORRERY_STORAGE must be s3://BUCKET/PREFIX, but is '" + url
                    + "'. Leave it out to keep everything in the data directory.");
        }
        return new StorageSetting(url, Map.copyOf(environment));
    }

    /** The server's own environment, with AWS's variables where there are some. */
    Map<String, String> environment() {
        return environment;
    }

    /** Throws {@link UsageException} where the store refuses; one that is away now is waited for while the server runs. */
    WorkingStorage open(HomeDirectory home) {
        DirectoryStorage local = new DirectoryStorage(home.folder("objects"));
        if (url == null) {
            return local;
        }
        try {
            S3Storage kept = S3Storage.of(url, environment, S3Bucket.Effort.PATIENT);
            check(kept);
            return new ArchivedStorage(local, new DirectoryStorage(home.folder("uploads")), kept, PAUSE);
        } catch (StorageException e) {
            throw new UsageException("ORRERY_STORAGE: " + e.getMessage());
        }
    }

    private static void check(S3Storage kept) {
        try {
            kept.checkWritable();
        } catch (StorageException e) {
            if (!e.isAway()) {
                throw e;
            }
            LOG.warn("{} Attempts stay on this machine until it is back.", e.getMessage());
        }
    }

    @Override
    public String toString() {
        return url == null ? "the data directory" : url;
    }
}
