package dev.orrery.dag;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code resources: {memory: 2G, cpus: 1}}. */
final class ResourceReader {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(?:\\.(\\d))?\\s*([kmgt]?)(i?)b?");
    private static final long LEAST_MEMORY = 64L << 20;
    private static final long MOST_MEMORY = 1L << 44;

    private ResourceReader() {}

    static Resources read(YamlMap map, Resources otherwise) {
        return map.map("resources").map(fields -> declared(fields, otherwise)).orElse(otherwise);
    }

    private static Resources declared(YamlMap fields, Resources otherwise) {
        for (String name : fields.entries().keySet()) {
            if (!List.of("memory", "cpus").contains(name)) {
                fields.wrong(
                        name,
                        "there is no resource '" + name + "'",
                        Nearest.to(name, List.of("memory", "cpus"))
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("Use memory and cpus."));
            }
        }
        return new Resources(
                fields.has("memory") ? memory(fields) : otherwise.memoryBytes(),
                fields.has("cpus") ? cpus(fields) : otherwise.cpus());
    }

    private static @Nullable Long memory(YamlMap fields) {
        Matcher matcher = SIZE.matcher(
                String.valueOf(fields.any("memory")).toLowerCase(Locale.ROOT).strip());
        if (matcher.matches()) {
            // 2G means 2 GiB, as it does to Docker and to Java.
            int shift = 10 * " kmgt".indexOf(matcher.group(3).isEmpty() ? " " : matcher.group(3));
            double number =
                    Double.parseDouble(matcher.group(1) + "." + (matcher.group(2) == null ? "0" : matcher.group(2)));
            double bytes = number * (1L << shift);
            if (bytes >= LEAST_MEMORY && bytes <= MOST_MEMORY) {
                return (long) bytes;
            }
        }
        fields.wrong("memory", "'memory' is no size from 64M to 16T", "Write such as 512M or 2G.");
        return null;
    }

    private static @Nullable Double cpus(YamlMap fields) {
        if (fields.any("cpus") instanceof Number number && number.doubleValue() > 0 && number.doubleValue() <= 1024) {
            return number.doubleValue();
        }
        fields.wrong("cpus", "'cpus' is no number over 0 and up to 1024", "Write such as 1 or 0.5.");
        return null;
    }
}
