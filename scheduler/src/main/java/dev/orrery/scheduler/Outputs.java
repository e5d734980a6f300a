package dev.orrery.scheduler;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt handed on to the tasks after it.
 *
 * @param values a JSON text for each name
 */
record Outputs(Map<String, String> values) {
    static final Outputs NONE = new Outputs(Map.of());

    /** At most so many names, bytes of one value and bytes of all; the runner holds the same. */
    static final int MOST_NAMES = 100;

    static final int MOST_BYTES = 1 << 20;
    static final int MOST_BYTES_TOGETHER = 4 << 20;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,99}");

    Outputs {
        values = Map.copyOf(values);
    }

    /** As a runner told them, which is not trusted: what breaks a limit is left out. */
    static Outputs of(@Nullable Map<String, @Nullable Object> told) {
        if (told == null || told.isEmpty()) {
            return NONE;
        }
        Map<String, String> values = new LinkedHashMap<>();
        int left = MOST_BYTES_TOGETHER;
        for (var one : told.entrySet()) {
            String text = Json.writeValue(one.getValue());
            // Numbers are written anew: a few bytes more than the runner counted.
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (values.size() < MOST_NAMES
                    && NAME.matcher(one.getKey()).matches()
                    && bytes <= MOST_BYTES + MOST_BYTES / 2
                    && bytes <= left + MOST_BYTES_TOGETHER / 2) {
                values.put(one.getKey(), text);
                left -= bytes;
            }
        }
        return new Outputs(values);
    }
}
