package dev.orrery.publish;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dag's versions, and its files and its notebooks' parameters as one of them has them. */
public final class VersionRoutes {
    private static final String VERSIONS = "/api/v1/dags/{dag_id}/versions";
    private static final int MOST_VERSIONS = 200;

    /** What an answer holds of texts, in bytes; files past it come without theirs. */
    private static final int MOST_TEXT = 8_000_000;

    private final DagRepository repository;

    public VersionRoutes(DagRepository repository) {
        this.repository = repository;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(VERSIONS, Scope.READ_DAGS, this::list),
                Endpoint.get(VERSIONS + "/{commit}", Scope.READ_DAGS, this::files),
                Endpoint.get(VERSIONS + "/{commit}/parameters", Scope.READ_DAGS, this::parameters));
    }

    private void list(Exchange exchange) {
        try {
            exchange.json(200, new VersionsJson(repository.versions(exchange.path("dag_id"), MOST_VERSIONS)));
        } catch (PublishException e) {
            throw e.problem();
        }
    }

    private void files(Exchange exchange) {
        String commit = exchange.path("commit");
        try {
            Folder folder = repository.read(commit, exchange.path("dag_id"));
            List<FileJson> files = new ArrayList<>();
            int left = MOST_TEXT;
            for (var file : folder.files().entrySet()) {
                int size = file.getValue().length;
                String text = size > left ? null : textOf(file.getKey(), file.getValue());
                left -= text == null ? 0 : size;
                files.add(new FileJson(file.getKey(), size, text));
            }
            exchange.json(200, new FilesJson(commit, files));
        } catch (PublishException e) {
            throw e.problem();
        }
    }

    private void parameters(Exchange exchange) {
        try {
            Folder folder = repository.read(exchange.path("commit"), exchange.path("dag_id"));
            exchange.json(200, new ParametersJson(DeclaredParameter.of(folder)));
        } catch (PublishException e) {
            throw e.problem();
        }
    }

    private static @Nullable String textOf(String path, byte[] content) {
        return switch (FileText.of(path, content)) {
            case FileText.Text text -> text.text();
            case FileText.NoText none -> null;
        };
    }

    private record VersionsJson(List<DagVersion> versions) {}

    private record ParametersJson(List<DeclaredParameter> parameters) {}

    private record FilesJson(String commit, List<FileJson> files) {}

    private record FileJson(String path, int size, @Nullable String text) {}
}
