package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class UvTest {
    @Test
    void theEndOfUvsComplaintIsTheReasonWithoutPasswords() {
        LaunchException failure = Uv.failure(
                List.of(
                        "Resolved 3 packages in 1ms",
                        "Downloading pandas (11MiB)",
                        "error: Failed to fetch: `https://me:hunter2@index.invalid/simple/six/`",
                        "  Caused by: dns error"),
                2);
        assertTrue(failure.getMessage().contains("https://***@index.invalid"), failure::getMessage);
        assertFalse(failure.getMessage().contains("hunter2"));
        assertFalse(failure.getMessage().contains("pandas"));
        assertTrue(failure.remedy().contains("network"), failure::remedy);
    }
}
