package dev.orrery.dag;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields that a dag, a group and a task all have; what the inner one does not give it takes from the outer one. */
record Defaults(
        Map<String, @Nullable Object> parameters,
        Map<String, Integer> parameterLines,
        Map<String, String> env,
        List<String> connections,
        Retries retries,
        @Nullable Duration timeout,
        PoolUse pool,
        boolean dependsOnPast,
        boolean waitForDownstream,
        Resources resources) {
    static final Defaults NONE = new Defaults(
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            Retries.constant(0, Duration.ofMinutes(5)),
            null,
            PoolUse.DEFAULT,
            false,
            false,
            Resources.DEFAULT);
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** What {@code map} gives, over this; {@code lines} gets the line of each parameter by its path. */
    Defaults read(YamlMap map, Map<String, Integer> lines) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(parameters);
        Map<String, Integer> mergedLines = new HashMap<>(parameterLines);
        map.map("parameters")
                .ifPresent(declared -> declared.entries().forEach((name, entry) -> {
                    merged.put(name, declared.any(name));
                    mergedLines.put(name, entry.line());
                    lines.put(declared.path(name), entry.line());
                }));
        boolean downstream = map.flag("wait_for_downstream", waitForDownstream);
        return new Defaults(
                Collections.unmodifiableMap(merged),
                mergedLines,
                variables(map),
                joined(map),
                retries(map),
                map.length("timeout", timeout),
                pool(map),
                // Airflow: who waits for the tasks behind the last run's waits for the last run's itself.
                downstream || map.flag("depends_on_past", dependsOnPast),
                downstream,
                ResourceReader.read(map, resources));
    }

    private List<String> joined(YamlMap map) {
        Set<String> all = new LinkedHashSet<>(connections);
        all.addAll(map.texts("connections"));
        return List.copyOf(all);
    }

    private Map<String, String> variables(YamlMap map) {
        Map<String, String> merged = new LinkedHashMap<>(env);
        map.map("env")
                .ifPresent(declared -> declared.entries().keySet().forEach(name -> {
                    if (!VARIABLE.matcher(name).matches()) {
                        declared.wrong(name, "'" + name + "' is no name of a variable", "Use letters, digits and '_'.");
                    }
                    String value = declared.text(name);
                    merged.put(name, value == null ? "" : value);
                }));
        return merged;
    }

    private Retries retries(YamlMap map) {
        Duration delay = map.duration("retry_delay", retries.delay());
        return new Retries(
                map.whole("retries", 0, 100, retries.most()),
                delay == null ? retries.delay() : delay,
                factor(map),
                map.length("max_retry_delay", retries.longest()),
                map.real("retry_jitter", 0, 1, retries.jitter()));
    }

    /** True doubles, as Airflow's does. */
    private double factor(YamlMap map) {
        return map.any("exponential") instanceof Boolean doubles
                ? (doubles ? 2 : 1)
                : map.real("exponential", 1, 10, retries.factor());
    }

    private PoolUse pool(YamlMap map) {
        String name = map.has("pool") ? map.text("pool") : pool.pool();
        return new PoolUse(
                name == null ? pool.pool() : name,
                map.whole("pool_slots", 1, 1000, pool.slots()),
                map.whole("priority_weight", -1_000_000, 1_000_000, pool.priority()));
    }
}
