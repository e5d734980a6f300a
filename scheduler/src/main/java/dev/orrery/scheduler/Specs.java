package dev.orrery.scheduler;

import dev.orrery.dag.DagFile;
import dev.orrery.dag.DagSpec;
import dev.orrery.dag.ParsedDag;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The specs of deployed versions, read from their stored dag.yml and kept while they are in use. */
final class Specs {
    private static final int MAX_KEPT = 5_000;

    private final Map<Key, Version> kept = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Version> eldest) {
            return size() > MAX_KEPT;
        }
    };

    private record Key(String dagId, long version) {}

    /** A version, which never changes once it is deployed, and its spec. */
    record Version(VersionRow row, DagSpec spec) {}

    synchronized void keep(VersionRow version, DagSpec spec) {
        kept.put(new Key(version.dagId(), version.version()), new Version(version, spec));
    }

    /** @throws SchedulerException where this version of the program cannot read what was deployed */
    synchronized DagSpec of(VersionRow version) {
        return kept.computeIfAbsent(
                        new Key(version.dagId(), version.version()), key -> new Version(version, parse(version)))
                .spec();
    }

    /** As {@link #of(VersionRow)}; the row is asked for only where it is not kept. */
    Version of(String dagId, long version, Supplier<VersionRow> read) {
        Version known = kept(new Key(dagId, version));
        if (known != null) {
            return known;
        }
        VersionRow row = read.get();
        return new Version(row, of(row));
    }

    private synchronized @Nullable Version kept(Key key) {
        return kept.get(key);
    }

    private static DagSpec parse(VersionRow version) {
        return switch (DagFile.parse("dag.yml", version.yaml())) {
            case ParsedDag.Valid valid -> valid.dag();
            case ParsedDag.Invalid invalid ->
                throw new SchedulerException(
                        SchedulerException.Code.CONFLICT,
                        "The deployed dag.yml of '" + version.dagId()
                                + "' cannot be read any more: correct it and push it again."
                                + invalid.findings().stream()
                                        .findFirst()
                                        .map(finding -> " (" + finding.message() + ")")
                                        .orElse(""));
        };
    }
}
