package dev.orrery.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fuzzer's property on seeds, on changes of them that are always the same, and on what it found. */
class MessageCodecFuzzTest {
    private static final String DISPLAY =
            "display_data\u00ff{\"data\": {\"text/plain\": \"x\"}, \"metadata\": {}, \"transient\": {\"display_id\": \"d\"}}";
    private static final String WIDGET =
            "comm_open\u00ff{\"comm_id\": \"c\", \"data\": {\"state\": {\"_model_name\": \"OutputModel\","
                    + " \"_model_module\": \"@jupyter-widgets/output\", \"msg_id\": \"request\"}, \"buffer_paths\": [[\"v\"]]}}\u00ffabc";

    @ParameterizedTest
    @ValueSource(
            strings = {
                DISPLAY,
                WIDGET,
                // Found: a part that holds blanks only ended the connection's thread.
                "stream\u00ff\r\r\r",
                "<IDS|MSG>\u00ff\u00ff \u00ff \u00ff \u00ff "
            })
    void seedsKeepTheProperty(String text) {
        MessageCodecFuzz.fuzzerTestOneInput(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void changedSeedsKeepTheProperty() {
        Random random = new Random(1);
        for (int i = 0; i < 4000; i++) {
            byte[] data = (i % 2 == 0 ? DISPLAY : WIDGET).getBytes(StandardCharsets.ISO_8859_1);
            for (int change = random.nextInt(4); change >= 0; change--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt(256);
            }
            MessageCodecFuzz.fuzzerTestOneInput(data);
        }
    }
}
