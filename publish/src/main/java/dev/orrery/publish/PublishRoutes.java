package dev.orrery.publish;

import dev.orrery.dag.DagException;
import dev.orrery.dag.Preview;
import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The HTTP face: check a folder, preview its runs, push it. */
public final class PublishRoutes {
    private final Publisher publisher;
    private final InstantSource clock;

    public PublishRoutes(Publisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/api/v1/dags/check", Scope.READ_DAGS, this::check)
                        .quiet(),
                Endpoint.post("/api/v1/dags/preview", Scope.READ_DAGS, this::preview)
                        .quiet(),
                Endpoint.post("/api/v1/pushes", Scope.WRITE_DAGS, this::push));
    }

    private void check(Exchange exchange) {
        try {
            exchange.json(
                    200,
                    CheckJson.of(publisher.check(exchange.body(FolderJson.class).folder())));
        } catch (PublishException e) {
            throw e.problem();
        }
    }

    private void preview(Exchange exchange) {
        PreviewJson body = exchange.body(PreviewJson.class);
        try {
            switch (publisher.check(new FolderJson(null, body.files()).folder())) {
                case Check.Sound sound -> exchange.json(200, Map.of("runs", runs(sound, body)));
                case Check.Unsound unsound ->
                    throw refusal(new PushResult.Refused(unsound.dagId(), unsound.findings()));
            }
        } catch (PublishException e) {
            throw e.problem();
        }
    }

    private List<Map<String, Object>> runs(Check.Sound sound, PreviewJson body) {
        Instant from = body.from();
        Instant to = body.to();
        if (from == null || to == null) {
            throw Problem.badRequest(
                    "bad-json", "The body needs 'from' and 'to': instants between which runs are shown.");
        }
        try {
            return Preview.runs(sound.dag(), from, to, clock.instant()).stream()
                    .map(Preview::json)
                    .toList();
        } catch (DagException e) {
            throw new Problem(422, "dag-refused", e.getMessage() + " " + e.remedy(), Map.of());
        }
    }

    private void push(Exchange exchange) {
        String user = userOf(exchange.caller());
        FolderJson body = exchange.body(FolderJson.class);
        try {
            switch (publisher.push(body.folder(), user, Objects.requireNonNullElse(body.message(), ""))) {
                case PushResult.Deployed deployed -> exchange.json(201, PushJson.of(deployed));
                case PushResult.Refused refused -> throw refusal(refused);
            }
        } catch (PublishException e) {
            throw e.problem();
        }
    }

    /** A notebook server pushes for its user: {@code dag push} is at home in its terminal. */
    private static String userOf(Caller caller) {
        return switch (caller) {
            case Caller.User user -> user.name();
            case Caller.Server server -> server.user();
            case Caller.Service _ -> throw Problem.forbidden("A service may not push dags.");
            case Caller.Attempt _ -> throw Problem.forbidden("A run may not push dags.");
            case Caller.Anonymous _ -> throw Problem.unauthorized();
        };
    }

    private static Problem refusal(PushResult.Refused refused) {
        long errors =
                refused.problems().stream().filter(finding -> finding.isError()).count();
        return new Problem(
                422,
                "dag-refused",
                (errors == 1 ? "There is 1 problem" : "There are " + errors + " problems")
                        + " with the folder. Mend what 'problems' lists and push again; nothing was changed.",
                Map.of("problems", FindingJson.of(refused.problems())));
    }

    private record PreviewJson(
            @Nullable List<@Nullable FileJson> files,
            @Nullable Instant from,
            @Nullable Instant to) {}

    private record FolderJson(
            @Nullable String message, @Nullable List<@Nullable FileJson> files) {

        Folder folder() {
            if (files == null) {
                throw Problem.badRequest("bad-folder", "The body has no 'files'. Send each file's path and content.");
            }
            Map<String, byte[]> byPath = new LinkedHashMap<>();
            for (FileJson file : files) {
                if (file == null || file.path() == null || file.content() == null) {
                    throw Problem.badRequest(
                            "bad-folder", "Each of 'files' needs a 'path', and a 'content' in base64.");
                }
                if (byPath.put(file.path(), decoded(file.content())) != null) {
                    throw Problem.badRequest("bad-folder", "A path stands in 'files' twice. Send each file once.");
                }
            }
            return Folder.of(byPath);
        }

        private static byte[] decoded(String content) {
            try {
                return Base64.getDecoder().decode(content);
            } catch (IllegalArgumentException e) {
                throw Problem.badRequest("bad-folder", "A file's 'content' is no base64. Encode each file's bytes.");
            }
        }
    }

    private record FileJson(@Nullable String path, @Nullable String content) {}

    private record PushJson(
            String dagId,
            String commit,
            String url,
            boolean changed,
            @Nullable Instant nextRunAt,
            List<FindingJson> warnings) {

        static PushJson of(PushResult.Deployed deployed) {
            return new PushJson(
                    deployed.dagId(),
                    deployed.commit(),
                    "/dags/" + deployed.dagId(),
                    deployed.changed(),
                    deployed.nextRunAt(),
                    FindingJson.of(deployed.warnings()));
        }
    }
}
