package dev.orrery.scheduler;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API of dags, runs, tasks and attempts, for people and for runners. */
public final class SchedulerRoutes {
    private static final String DAG = "/api/v1/dags/{dag_id}";
    private static final String RUN = DAG + "/runs/{run_id}";
    private static final String TASK = RUN + "/tasks/{task_id}";
    private static final String ATTEMPT = TASK + "/attempts/{attempt}";
    private static final int DEFAULT_LIMIT = 25;
    private static final int MAX_LIMIT = 500;
    private static final int DEFAULT_INSTANCES = 100;
    private static final int MAX_INSTANCES = 1_000;
    /** Shorter than what a runner waits for an answer. */
    private static final Duration CLAIM_WAIT = Duration.ofSeconds(20);

    private final Scheduler scheduler;
    private final Pages pages;
    private final DagList list;
    private final AttemptFiles files;

    public SchedulerRoutes(Scheduler scheduler) {
        this.scheduler = scheduler;
        ShownVersions versions = new ShownVersions(scheduler.store(), scheduler.specs());
        this.pages =
                new Pages(scheduler.store(), versions, scheduler.surroundings().storage());
        this.list = new DagList(scheduler.store(), scheduler.heads(), versions);
        this.files = new AttemptFiles(scheduler.surroundings().storage());
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                        "/api/v1/dags",
                        Scope.READ_DAGS,
                        exchange -> exchange.json(200, list.answer(DagQuery.of(exchange)))),
                Endpoint.get(DAG, Scope.READ_DAGS, exchange -> exchange.json(200, pages.dag(exchange.path("dag_id")))),
                Endpoint.patch(DAG, Scope.WRITE_DAGS, this::update),
                Endpoint.get(DAG + "/runs", Scope.READ_DAGS, this::runs),
                Endpoint.post(DAG + "/runs", Scope.WRITE_RUNS, this::trigger),
                Endpoint.get(RUN, Scope.READ_DAGS, exchange -> detail(exchange, 200)),
                Endpoint.post(RUN + "/cancel", Scope.WRITE_RUNS, this::cancel),
                Endpoint.get(TASK + "/instances", Scope.READ_DAGS, this::instances),
                Endpoint.post(TASK + "/retry", Scope.WRITE_RUNS, this::retry),
                Endpoint.get(ATTEMPT, Scope.READ_DAGS, this::attempt),
                Endpoint.get(
                        ATTEMPT + "/log",
                        Scope.READ_DAGS,
                        exchange -> exchange.json(200, files.log(row(exchange), exchange.query("offset", 0)))),
                Endpoint.get(ATTEMPT + "/notebook", Scope.READ_DAGS, this::notebook),
                Endpoint.get("/api/v1/attempt/claim", Scope.ATTEMPT, this::claim),
                Endpoint.get("/api/v1/attempt/order", Scope.ATTEMPT, this::order),
                Endpoint.post("/api/v1/attempt/events", Scope.ATTEMPT, this::events)
                        .quiet());
    }

    /** This module's errors as problems; null for any other. */
    public static @Nullable Problem problem(Throwable error) {
        if (!(error instanceof SchedulerException known)) {
            return null;
        }
        String message = String.valueOf(known.getMessage());
        return switch (known.code()) {
            case NOT_FOUND -> Problem.notFound(message);
            case CONFLICT -> Problem.conflict("conflict", message);
            case INVALID -> new Problem(422, "invalid", message, Map.of());
        };
    }

    private record Update(boolean paused, @Nullable String reason) {}

    private record Trigger(@Nullable Map<String, @Nullable Object> parameters) {}

    private record Events(@Nullable List<AttemptEvent> events) {}

    private void update(Exchange exchange) {
        String dagId = exchange.path("dag_id");
        Update update = exchange.body(Update.class);
        if (update.paused()) {
            scheduler.pause(dagId, exchange.user().name(), update.reason());
        } else {
            scheduler.resume(dagId);
        }
        exchange.json(200, pages.dag(dagId));
    }

    private void runs(Exchange exchange) {
        int limit = Math.clamp(exchange.query("limit", DEFAULT_LIMIT), 1, MAX_LIMIT);
        String before = exchange.query("before").orElse(null);
        exchange.json(200, pages.runs(exchange.path("dag_id"), limit, before, includesTasks(exchange)));
    }

    private static boolean includesTasks(Exchange exchange) {
        String include = exchange.query("include").orElse("");
        return switch (include) {
            case "" -> false;
            case "tasks" -> true;
            default ->
                throw Problem.badRequest(
                        "bad-query", "'include' may be 'tasks', not '" + AttemptError.cut(include, 50) + "'.");
        };
    }

    private void trigger(Exchange exchange) {
        String dagId = exchange.path("dag_id");
        Map<String, @Nullable Object> parameters = exchange.request().content().hasEntity()
                ? exchange.body(Trigger.class).parameters()
                : null;
        String runId = scheduler.trigger(
                dagId,
                parameters == null ? Map.of() : parameters,
                exchange.user().name());
        exchange.json(201, pages.run(dagId, runId));
    }

    private void cancel(Exchange exchange) {
        scheduler.cancel(exchange.path("dag_id"), exchange.path("run_id"));
        detail(exchange, 202);
    }

    private void retry(Exchange exchange) {
        scheduler.retryTask(exchange.path("dag_id"), exchange.path("run_id"), name(exchange));
        detail(exchange, 202);
    }

    private void detail(Exchange exchange, int status) {
        exchange.json(status, pages.runDetail(exchange.path("dag_id"), exchange.path("run_id")));
    }

    private void attempt(Exchange exchange) {
        AttemptRow row = row(exchange);
        exchange.json(200, pages.attempt(row.run(), row.taskId(), row.number()));
    }

    private void notebook(Exchange exchange) throws IOException {
        boolean download = exchange.query("download").map(Boolean::parseBoolean).orElse(false);
        files.notebook(exchange, row(exchange), download);
    }

    private AttemptRow row(Exchange exchange) {
        RunKey run = new RunKey(exchange.path("dag_id"), exchange.path("run_id"));
        return pages.attemptRow(run, name(exchange), number(exchange.path("attempt")));
    }

    /** The task, or with {@code map_index} an instance of it. */
    private static String name(Exchange exchange) {
        int index = Math.clamp(exchange.query("map_index", TaskName.NOT_MAPPED), -1, Integer.MAX_VALUE);
        return new TaskName(exchange.path("task_id"), index).text();
    }

    private void instances(Exchange exchange) {
        RunKey run = new RunKey(exchange.path("dag_id"), exchange.path("run_id"));
        int limit = Math.clamp(exchange.query("limit", DEFAULT_INSTANCES), 1, MAX_INSTANCES);
        int offset = Math.clamp(exchange.query("offset", 0), 0, Integer.MAX_VALUE);
        TaskState state = exchange.query("state").map(SchedulerRoutes::state).orElse(null);
        exchange.json(200, pages.instances(run, exchange.path("task_id"), state, limit, offset));
    }

    private static TaskState state(String text) {
        return Arrays.stream(TaskState.values())
                .filter(state -> state.text().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        Problem.badRequest("bad-query", "'" + AttemptError.cut(text, 50) + "' is no state of a task."));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Problem.notFound("'" + AttemptError.cut(text, 50) + "' is no number of an attempt.");
        }
    }

    private void order(Exchange exchange) {
        exchange.json(200, scheduler.reports().order(attemptId(exchange)));
    }

    /** A slot waits here until it has become an attempt. */
    private record Claim(String token, AttemptReports.Order order) {}

    private void claim(Exchange exchange) throws InterruptedException {
        Optional<String> attempt = scheduler.slots().await(attemptId(exchange), CLAIM_WAIT);
        if (attempt.isEmpty()) {
            exchange.empty(204);
            return;
        }
        AttemptReports.Order order = scheduler.reports().orderOfOurs(attempt.get());
        String token = scheduler.surroundings().tokens().issue(attempt.get());
        exchange.json(200, new Claim(token, order));
    }

    private void events(Exchange exchange) {
        List<AttemptEvent> events = exchange.body(Events.class).events();
        if (events == null) {
            throw Problem.badRequest("bad-json", "The body has no 'events'.");
        }
        exchange.json(200, scheduler.reports().take(attemptId(exchange), events));
    }

    private static String attemptId(Exchange exchange) {
        if (exchange.caller() instanceof Caller.Attempt attempt) {
            return attempt.attemptId();
        }
        throw Problem.forbidden("Only a runner may do this, about its own attempt.");
    }
}
