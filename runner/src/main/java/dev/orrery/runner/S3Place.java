package dev.orrery.runner;

import dev.orrery.storage.S3Bucket;
import dev.orrery.storage.StorageException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code s3://bucket/key}: objects in a store that speaks S3. */
final class S3Place implements RemotePlace {
    static final String SCHEME = "s3://";

    private static final long MAX_BYTES = 1L << 30;

    private final Map<String, String> environment;
    private final Map<String, S3Bucket> buckets = new HashMap<>();

    /** @param environment AWS's variables */
    S3Place(Map<String, String> environment) {
        this.environment = environment;
    }

    private record Address(String bucket, String key) {
        static Address of(String url) throws Failure {
            String[] parts = url.substring(SCHEME.length()).split("/", 2);
            if (parts[0].isEmpty() || parts.length < 2 || parts[1].isEmpty()) {
                throw new Failure("'" + url + "' names no object: write s3://BUCKET/PATH.", false);
            }
            return new Address(parts[0], parts[1]);
        }
    }

    private interface Call<T> {
        T on(S3Bucket bucket, String key);
    }

    private <T> T call(String url, Call<T> call) throws Failure {
        Address address = Address.of(url);
        try {
            S3Bucket bucket = buckets.computeIfAbsent(
                    address.bucket(), name -> S3Bucket.of(name, environment, S3Bucket.Effort.ONCE));
            return call.on(bucket, address.key());
        } catch (StorageException e) {
            throw new Failure(String.valueOf(e.getMessage()), e.isAway());
        } catch (NoClassDefFoundError e) {
            // ./orrery adds what S3 needs where an argument holds such a path.
            throw new Failure("'" + url + "' must stand on the command line itself, not come from a file.", false);
        }
    }

    @Override
    public byte[] read(String url) throws Failure {
        Optional<byte[]> content = call(url, (bucket, key) -> bucket.get(key, MAX_BYTES));
        if (content.isEmpty()) {
            throw new Failure("There is no object " + url + ". Correct the path.", false);
        }
        return content.get();
    }

    @Override
    public void checkWritable(String url) throws Failure {
        call(url, (bucket, key) -> {
            bucket.checkWritable(key);
            return true;
        });
    }

    @Override
    public void write(String url, byte[] content) throws Failure {
        call(url, (bucket, key) -> {
            bucket.put(key, content);
            return true;
        });
    }
}
