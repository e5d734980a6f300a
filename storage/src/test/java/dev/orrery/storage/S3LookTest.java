package dev.orrery.storage;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class S3LookTest {
    private static final String ROOT = "s3://" + TestingS3.BUCKET + "/look";
    private static final Function<String, Predicate<String>> GLOBS = pattern -> Pattern.compile(
                    pattern.replace(".", "\\.").replace("*", ".*").replace("?", "."))
            .asMatchPredicate();
    private static TestingS3 server;

    @BeforeAll
    static void start() {
        server = new TestingS3();
        S3Storage.of(ROOT, server.environment(), S3Bucket.Effort.ONCE).put("2026-03-05/part-1.csv", new byte[] {1});
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anObjectAPrefixAndAPatternAreFound() {
        assertTrue(has("/2026-03-05/part-1.csv"));
        assertTrue(has("/2026-03-05/"));
        assertTrue(has("/2026-03-05/part-?.csv"));
        assertTrue(has("/*.csv"));
        assertFalse(has("/2026-03-05/part-2.csv"));
        assertFalse(has("/2026-03-05"));
        assertFalse(has("/2026-03-06/"));
        assertFalse(has("/2026-03-05/*.parquet"));
    }

    @Test
    void whatIsNoObjectIsSaid() {
        S3Look look = new S3Look(server.environment(), GLOBS);
        assertThrows(StorageException.class, () -> look.has("https://example.org/a"));
        assertThrows(StorageException.class, () -> look.has("s3://bucket"));
        assertThrows(StorageException.class, () -> look.has("s3://no-such-bucket-at-all/a/"));
    }

    private static boolean has(String below) {
        return new S3Look(server.environment(), GLOBS).has(ROOT + below);
    }
}
