package dev.orrery.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class S3StorageTest extends ObjectStorageContract {
    private static TestingS3 server;
    private static int tests;

    private final String prefix = "s3://" + TestingS3.BUCKET + "/test-" + tests++;

    @BeforeAll
    static void start() {
        server = new TestingS3();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    ObjectStorage storage() {
        return storage(prefix, server.environment());
    }

    private static S3Storage storage(String url, Map<String, String> environment) {
        return S3Storage.of(url, environment, S3Bucket.Effort.PATIENT);
    }

    @Test
    void aLargeObjectIsSentInPartsAndIsTheSame() {
        byte[] content = new byte[2 * S3Bucket.PART_BYTES + 12_345];
        new Random(1).nextBytes(content);
        storage().put("large", content);
        assertArrayEquals(content, storage().get("large").orElseThrow());
        assertArrayEquals(
                java.util.Arrays.copyOfRange(content, S3Bucket.PART_BYTES - 5, S3Bucket.PART_BYTES + 5),
                storage().get("large", S3Bucket.PART_BYTES - 5L, 10).orElseThrow());
    }

    @Test
    void anEmptyObjectHasPartsOfNoBytes() {
        storage().put("empty", new byte[0]);
        assertEquals(0, storage().get("empty").orElseThrow().length);
        assertEquals(0, storage().get("empty", 0, 10).orElseThrow().length);
        assertEquals(0, storage().get("empty", 0, 0).orElseThrow().length);
        assertEquals(Optional.empty(), storage().get("none", 0, 0));
    }

    @Test
    void objectsOfOthersInTheBucketAreNotListed() {
        S3Bucket bucket = S3Bucket.of(TestingS3.BUCKET, server.environment(), S3Bucket.Effort.PATIENT);
        storage().put("ours", bytes("x"));
        bucket.put(prefix.substring(prefix.lastIndexOf('/') + 1) + "/not ours é", bytes("x"));
        assertEquals(List.of("ours"), storage().list(""));
    }

    @Test
    void whetherOneMayWriteIsKnownWithoutWriting() {
        storage(prefix, server.environment()).checkWritable();
        assertNull(server.stored("test-0/_orrery"));
        assertEquals(List.of(), storage().list(""));
    }

    @Test
    void aWrongBucketSecretOrAddressIsOneSentenceWithoutSecrets() {
        StorageException bucket = assertThrows(
                StorageException.class,
                () -> storage("s3://elsewhere", server.environment()).checkWritable());
        assertEquals(
                "There is no such bucket (s3://elsewhere/_orrery). Correct the name, or create the bucket.",
                bucket.getMessage());

        StorageException secret = assertThrows(
                StorageException.class,
                () -> storage(prefix, with("AWS_SECRET_ACCESS_KEY", "wrong-one"))
                        .put("k", bytes("x")));
        assertTrue(secret.getMessage().contains("403"), secret.getMessage());
        assertFalse(secret.getMessage().contains("wrong-one"), secret.getMessage());
        assertFalse(secret.getMessage().contains(TestingS3.KEY), secret.getMessage());
        assertFalse(secret.isAway());

        assertThrows(StorageException.class, () -> storage(prefix, with("AWS_ENDPOINT_URL", "here")));
        assertThrows(StorageException.class, () -> storage("s3://", server.environment()));
    }

    @Test
    void aStoreThatIsAwayIsSaidToBeAway() {
        S3Storage storage = S3Storage.of(
                prefix, with("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), new S3Bucket.Effort(2, Duration.ofSeconds(20)));
        StorageException away = assertThrows(StorageException.class, () -> storage.get("k"));
        assertTrue(away.isAway());
        assertTrue(away.getMessage().contains("s3://notebooks/test-"), away.getMessage());
    }

    private static Map<String, String> with(String variable, String value) {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put(variable, value);
        return environment;
    }
}
