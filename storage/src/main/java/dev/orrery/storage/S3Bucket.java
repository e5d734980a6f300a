package dev.orrery.storage;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * One bucket of an S3 store; keys are any text. Each method throws {@link StorageException}, whose message has the address of
 * the object and a remedy, and nothing secret.
 */
public final class S3Bucket implements AutoCloseable {
    /** Larger objects are sent in parts of this size; S3 takes 10,000 parts. */
    static final int PART_BYTES = 16 << 20;

    private static final int NOT_FOUND = 404;
    private static final int NOT_SATISFIABLE = 416;
    private static final int NOT_IMPLEMENTED = 501;

    /**
     * How hard a call tries.
     *
     * @param attempts with growing pauses between
     * @param limit for all of them together
     */
    public record Effort(int attempts, Duration limit) {
        /** For a server that has nobody to ask. */
        public static final Effort PATIENT = new Effort(4, Duration.ofMinutes(2));

        /** For a caller with a patience of its own. */
        public static final Effort ONCE = new Effort(1, Duration.ofMinutes(1));
    }

    private final String name;
    private final S3Connection connection;

    private S3Bucket(String name, S3Connection connection) {
        this.name = name;
        this.connection = connection;
    }

    /**
     * Opens no connection yet.
     *
     * @param environment AWS's variables: credentials, region, profile, endpoint
     */
    public static S3Bucket of(String name, Map<String, String> environment, Effort effort) {
        try {
            return new S3Bucket(name, S3Connection.of(environment, effort));
        } catch (SdkException | IllegalArgumentException e) {
            throw new StorageException("The settings for s3://" + name + " are wrong: " + e.getMessage(), e);
        }
    }

    /** Puts an object in place of the one before. A reader sees the old bytes or the new ones. */
    public void put(String key, byte[] content) {
        put(key, content.length, (offset, length) -> Arrays.copyOfRange(content, (int) offset, (int) offset + length));
    }

    /** Bytes of something that is to be sent; asked for again where a part is sent again. */
    interface Source {
        byte[] read(long offset, int length) throws IOException;
    }

    void put(String key, long size, Source source) {
        if (size <= PART_BYTES) {
            byte[] content = part(key, source, 0, (int) size);
            call(
                    key,
                    () -> connection
                            .client()
                            .putObject(put -> put.bucket(name).key(key), RequestBody.fromBytes(content)));
            return;
        }
        String upload = begin(key);
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long offset = 0; offset < size; offset += PART_BYTES) {
                byte[] content = part(key, source, offset, (int) Math.min(PART_BYTES, size - offset));
                int number = parts.size() + 1;
                String tag = call(
                                key,
                                () -> connection
                                        .client()
                                        .uploadPart(
                                                part -> part.bucket(name)
                                                        .key(key)
                                                        .uploadId(upload)
                                                        .partNumber(number),
                                                RequestBody.fromBytes(content)))
                        .eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            }
            call(
                    key,
                    () -> connection
                            .client()
                            .completeMultipartUpload(complete -> complete.bucket(name)
                                    .key(key)
                                    .uploadId(upload)
                                    .multipartUpload(all -> all.parts(parts))));
        } catch (StorageException e) {
            abortQuietly(key, upload);
            throw e;
        }
    }

    private byte[] part(String key, Source source, long offset, int length) {
        try {
            return source.read(offset, length);
        } catch (IOException e) {
            throw new StorageException("What is to be put at " + place(key) + " cannot be read: " + e + ".", e);
        }
    }

    private String begin(String key) {
        return call(
                        key,
                        () -> connection
                                .client()
                                .createMultipartUpload(
                                        create -> create.bucket(name).key(key)))
                .uploadId();
    }

    private void abortQuietly(String key, String upload) {
        try {
            connection
                    .client()
                    .abortMultipartUpload(abort -> abort.bucket(name).key(key).uploadId(upload));
        } catch (SdkException e) {
            // The first error is the one to tell; a bucket's life-cycle rule clears parts that nobody completed.
        }
    }

    /** Throws where an object could not be put at the key; nothing is changed, and no old object is touched. */
    public void checkWritable(String key) {
        try {
            abortQuietly(key, begin(key));
        } catch (StorageException e) {
            if (e.getCause() instanceof S3Exception answer && answer.statusCode() == NOT_IMPLEMENTED) {
                return; // a store without uploads in parts: a put will tell
            }
            throw e;
        }
    }

    /** A whole object of at most so many bytes; empty where there is none. */
    public Optional<byte[]> get(String key, long maxBytes) {
        Optional<ResponseInputStream<GetObjectResponse>> object = stream(key, null);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        try (ResponseInputStream<GetObjectResponse> in = object.get()) {
            long size = in.response().contentLength();
            if (size > Math.min(maxBytes, Integer.MAX_VALUE - 8)) {
                in.abort();
                throw new StorageException("The object " + place(key) + " is " + size + " bytes long, more than the "
                        + maxBytes + " allowed.");
            }
            return Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw StorageException.away("The object " + place(key) + " broke off while it was read: " + e + ".", e);
        }
    }

    Optional<byte[]> get(String key, long offset, int maxBytes) {
        if (maxBytes == 0) {
            return size(key).isPresent() ? Optional.of(new byte[0]) : Optional.empty();
        }
        try (InputStream in = stream(key, "bytes=" + offset + "-" + (offset + maxBytes - 1))
                .map(found -> (InputStream) found)
                .orElse(null)) {
            return in == null ? Optional.empty() : Optional.of(in.readNBytes(maxBytes));
        } catch (StorageException e) {
            if (e.getCause() instanceof S3Exception answer && answer.statusCode() == NOT_SATISFIABLE) {
                return Optional.of(new byte[0]); // at or past its end
            }
            throw e;
        } catch (IOException e) {
            throw StorageException.away("The object " + place(key) + " broke off while it was read: " + e + ".", e);
        }
    }

    /** An object's bytes; the caller closes the stream. Empty where there is none. */
    Optional<InputStream> open(String key) {
        return stream(key, null).map(in -> in);
    }

    private Optional<ResponseInputStream<GetObjectResponse>> stream(String key, @Nullable String range) {
        return call(key, () -> {
            try {
                return Optional.of(connection
                        .client()
                        .getObject(get -> get.bucket(name).key(key).range(range)));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    OptionalLong size(String key) {
        return call(key, () -> {
            try {
                return OptionalLong.of(connection
                        .client()
                        .headObject(head -> head.bucket(name).key(key))
                        .contentLength());
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND) {
                    return OptionalLong.empty();
                }
                throw e;
            }
        });
    }

    /** Keys that begin with a text, in order of their bytes; at most so many. */
    List<String> list(String beginning, int most) {
        return call(beginning, () -> {
            List<String> keys = new ArrayList<>();
            String next = null;
            do {
                String token = next;
                ListObjectsV2Response page = connection
                        .client()
                        .listObjectsV2(
                                list -> list.bucket(name).prefix(beginning).continuationToken(token));
                page.contents().stream()
                        .map(S3Object::key)
                        .limit(most - keys.size())
                        .forEach(keys::add);
                next = page.nextContinuationToken();
            } while (next != null && keys.size() < most);
            return keys;
        });
    }

    private <T> T call(String key, Supplier<T> call) {
        try {
            connection.credentials().resolveCredentials();
        } catch (SdkException e) {
            throw S3Errors.noCredentials("s3://" + name, e);
        }
        try {
            return call.get();
        } catch (SdkException e) {
            throw S3Errors.of(place(key), e);
        }
    }

    private String place(String key) {
        return "s3://" + name + "/" + key;
    }

    @Override
    public void close() {
        connection.client().close();
    }
}
