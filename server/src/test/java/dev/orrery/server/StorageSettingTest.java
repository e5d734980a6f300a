package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.storage.ArchivedStorage;
import dev.orrery.storage.DirectoryStorage;
import dev.orrery.storage.WorkingStorage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageSettingTest {
    @TempDir
    Path folder;

    @Test
    void withoutAStoreEverythingStaysInTheDataDirectory() {
        try (HomeDirectory home = HomeDirectory.open(folder.resolve("home"), false);
                WorkingStorage storage = StorageSetting.of(Map.of()).open(home)) {
            assertTrue(storage instanceof DirectoryStorage);
        }
    }

    @Test
    void aStoreThatIsAwayDoesNotKeepTheServerFromServing() {
        try (HomeDirectory home = HomeDirectory.open(folder.resolve("home"), false);
                WorkingStorage storage = setting("http://127.0.0.1:1").open(home)) {
            assertTrue(storage instanceof ArchivedStorage);
            storage.makeFolder("d/r/t/1");
            storage.put("d/r/t/1/log.txt", new byte[] {1});
            storage.finished("d/r/t/1");
            assertArrayEquals(new byte[] {1}, storage.get("d/r/t/1/log.txt").orElseThrow());
        }
    }

    @Test
    void aSettingThatIsWrongIsRefusedAtTheStart() {
        try (HomeDirectory home = HomeDirectory.open(folder.resolve("home"), false)) {
            UsageException refusal =
                    assertThrows(UsageException.class, () -> setting("nowhere").open(home));
            assertTrue(String.valueOf(refusal.getMessage()).contains("AWS_ENDPOINT_URL"));
        }
    }

    private static StorageSetting setting(String endpoint) {
        return StorageSetting.of(Map.of(
                "ORRERY_STORAGE",
                "s3://bucket/prefix",
                "AWS_ACCESS_KEY_ID",
                "key",
                "AWS_SECRET_ACCESS_KEY",
                "secret",
                "AWS_ENDPOINT_URL",
                endpoint));
    }
}
