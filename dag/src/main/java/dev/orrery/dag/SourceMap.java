package dev.orrery.dag;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The line of each field of a dag.yml by its path, such as {@code schedule_interval} or {@code tasks.load.parameters.day}. */
public record SourceMap(Map<String, Integer> byPath) {
    public SourceMap {
        byPath = Map.copyOf(byPath);
    }

    /** The line of a field's key, from 1; null where the file has no such field. */
    public @Nullable Integer line(String path) {
        return byPath.get(path);
    }
}
