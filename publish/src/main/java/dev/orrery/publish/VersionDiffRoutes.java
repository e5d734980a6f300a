package dev.orrery.publish;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/** What changed from one version of a dag's files to another. */
public final class VersionDiffRoutes {
    private static final String VERSION = "/api/v1/dags/{dag_id}/versions/{commit}";
    private static final int CONTEXT = 3;
    private static final int MOST_CONTEXT = 10_000;

    /** Comparing takes a core and memory for as long as a second: others wait. */
    private static final int AT_ONCE = 2;

    private static final byte[] NOTHING = {};

    private final DagRepository repository;
    private final Semaphore comparing = new Semaphore(AT_ONCE);

    public VersionDiffRoutes(DagRepository repository) {
        this.repository = repository;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(VERSION + "/changes", Scope.READ_DAGS, this::changes),
                Endpoint.get(VERSION + "/diff", Scope.READ_DAGS, this::diff));
    }

    private void changes(Exchange exchange) {
        List<FileChange> changes = between(exchange, FileChange::of);
        exchange.json(
                200,
                new ChangesJson(changes.stream()
                        .map(one ->
                                new ChangeJson(one.path(), one.change().name().toLowerCase(Locale.ROOT)))
                        .toList()));
    }

    private void diff(Exchange exchange) {
        String path = required(exchange, "path");
        int context = Math.clamp(exchange.query("context", CONTEXT), 0, MOST_CONTEXT);
        FileDiff diff = between(exchange, (old, fresh) -> {
            if (old.file(path).isEmpty() && fresh.file(path).isEmpty()) {
                throw PublishException.notFound("Neither version has a file '" + path + "'.");
            }
            return compared(
                    path, old.file(path).orElse(NOTHING), fresh.file(path).orElse(NOTHING), context);
        });
        exchange.json(
                200,
                switch (diff) {
                    case FileDiff.Cells(List<CellDiff> cells, List<String> also) ->
                        new DiffJson(path, "notebook", cells, also, List.of());
                    case FileDiff.Lines(List<DiffLine> lines) ->
                        new DiffJson(path, "text", List.of(), List.of(), lines);
                    case FileDiff.NotCompared _ -> new DiffJson(path, "none", List.of(), List.of(), List.of());
                });
    }

    private FileDiff compared(String path, byte[] old, byte[] fresh, int context) {
        comparing.acquireUninterruptibly();
        try {
            return FileDiff.of(path, old, fresh, context);
        } finally {
            comparing.release();
        }
    }

    private interface Comparison<T> {
        T of(Folder old, Folder fresh);
    }

    private <T> T between(Exchange exchange, Comparison<T> comparison) {
        String dagId = exchange.path("dag_id");
        String from = required(exchange, "from");
        try {
            return comparison.of(repository.read(from, dagId), repository.read(exchange.path("commit"), dagId));
        } catch (PublishException e) {
            throw e.problem();
        }
    }

    private static String required(Exchange exchange, String name) {
        return exchange.query(name)
                .orElseThrow(() -> Problem.badRequest("bad-query", "'" + name + "' is missing in the query."));
    }

    private record ChangesJson(List<ChangeJson> files) {}

    private record ChangeJson(String path, String change) {}

    private record DiffJson(String path, String kind, List<CellDiff> cells, List<String> also, List<DiffLine> lines) {}
}
