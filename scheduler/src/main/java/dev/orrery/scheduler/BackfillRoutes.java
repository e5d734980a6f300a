package dev.orrery.scheduler;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The API of backfills. */
public final class BackfillRoutes {
    private static final String BACKFILLS = "/api/v1/dags/{dag_id}/backfills";
    private static final String BACKFILL = BACKFILLS + "/{backfill_id}";
    private static final int DEFAULT_ACTIVE = 1;

    private final Backfills backfills;

    public BackfillRoutes(Scheduler scheduler) {
        this.backfills = scheduler.backfills();
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(BACKFILLS, Scope.READ_DAGS, this::list),
                Endpoint.post(BACKFILLS, Scope.WRITE_RUNS, this::start),
                Endpoint.get(BACKFILL, Scope.READ_DAGS, exchange -> detail(exchange, 200)),
                Endpoint.patch(BACKFILL, Scope.WRITE_RUNS, this::update),
                Endpoint.post(BACKFILL + "/cancel", Scope.WRITE_RUNS, this::cancel));
    }

    private record Body(
            @Nullable String from,
            @Nullable String to,
            @Nullable String order,
            @Nullable Integer maxActive,
            @Nullable String existing,
            @Nullable Boolean runOnLatestVersion,
            @Nullable Integer stopAfterFailures,
            @Nullable Map<String, @Nullable Object> parameters,
            @Nullable Boolean dryRun) {
        Backfills.Request request(ZoneId zone) {
            if (from == null || to == null) {
                throw BackfillPlan.invalid("'from' and 'to' are needed: the first and the last logical date.");
            }
            return new Backfills.Request(
                    LogicalDate.first(from, zone),
                    LogicalDate.last(to, zone),
                    one("order", order, "oldest", "oldest", "newest").equals("newest"),
                    Objects.requireNonNullElse(maxActive, DEFAULT_ACTIVE),
                    Backfill.Existing.of(one("existing", existing, "none", "none", "failed", "all")),
                    Boolean.TRUE.equals(runOnLatestVersion),
                    stopAfterFailures,
                    parameters == null ? Map.of() : parameters);
        }

        private static String one(String name, @Nullable String given, String otherwise, String... allowed) {
            String value = given == null ? otherwise : given.toLowerCase(Locale.ROOT);
            if (!List.of(allowed).contains(value)) {
                throw BackfillPlan.invalid("'" + name + "' may be " + String.join(", ", allowed) + ", not '"
                        + AttemptError.cut(value, 50) + "'.");
            }
            return value;
        }
    }

    private record Update(boolean paused) {}

    private void list(Exchange exchange) {
        exchange.json(
                200,
                new ListView(backfills.ofDag(exchange.path("dag_id")).stream()
                        .map(View::of)
                        .toList()));
    }

    private void start(Exchange exchange) {
        String dagId = exchange.path("dag_id");
        Body body = exchange.body(Body.class);
        Backfills.Request request = body.request(backfills.zone(dagId));
        if (Boolean.TRUE.equals(body.dryRun())) {
            List<PreviewView> runs = backfills.preview(dagId, request).stream()
                    .map(PreviewView::of)
                    .toList();
            exchange.json(200, new PreviewsView(runs));
            return;
        }
        Backfill backfill = backfills.start(dagId, request, exchange.user().name());
        exchange.json(201, View.of(backfills.state(dagId, backfill.backfillId())));
    }

    private void update(Exchange exchange) {
        backfills.setPaused(
                exchange.path("dag_id"),
                exchange.path("backfill_id"),
                exchange.body(Update.class).paused());
        detail(exchange, 200);
    }

    private void cancel(Exchange exchange) {
        backfills.cancel(exchange.path("dag_id"), exchange.path("backfill_id"));
        detail(exchange, 202);
    }

    private void detail(Exchange exchange, int status) {
        String dagId = exchange.path("dag_id");
        String backfillId = exchange.path("backfill_id");
        List<ItemView> runs =
                backfills.items(dagId, backfillId).stream().map(ItemView::of).toList();
        exchange.json(status, new DetailView(View.of(backfills.state(dagId, backfillId)), runs));
    }

    private record ListView(List<View> backfills) {}

    /**
     * {@code Backfill}.
     *
     * @param secondsLeft by the runs that have ended; null while there is none
     */
    private record View(
            String backfillId,
            String dagId,
            Instant from,
            Instant to,
            String order,
            int maxActive,
            String existing,
            boolean runOnLatestVersion,
            @Nullable Integer stopAfterFailures,
            Map<String, @Nullable Object> parameters,
            String state,
            String createdBy,
            Instant createdAt,
            @Nullable Instant endedAt,
            int total,
            int active,
            int ended,
            int failed,
            @Nullable Long secondsLeft) {
        static View of(Backfills.State state) {
            Backfill backfill = state.backfill();
            JdbcBackfillStore.Progress progress = state.progress();
            return new View(
                    backfill.backfillId(),
                    backfill.dagId(),
                    backfill.from(),
                    backfill.to(),
                    backfill.newestFirst() ? "newest" : "oldest",
                    backfill.maxActive(),
                    backfill.existing().text(),
                    backfill.onLatestVersion(),
                    backfill.stopAfterFailures(),
                    backfill.conf(),
                    backfill.state().text(),
                    backfill.createdBy(),
                    backfill.createdAt(),
                    backfill.endedAt(),
                    progress.total(),
                    progress.active(),
                    progress.ended(),
                    progress.failed(),
                    secondsLeft(backfill, progress));
        }

        private static @Nullable Long secondsLeft(Backfill backfill, JdbcBackfillStore.Progress progress) {
            Long average = progress.averageMicros();
            if (average == null || backfill.state().isTerminal()) {
                return null;
            }
            long rounds = Math.ceilDiv(progress.total() - progress.ended(), backfill.maxActive());
            return rounds * average / 1_000_000;
        }
    }

    private record DetailView(@JsonUnwrapped View backfill, List<ItemView> runs) {}

    /** {@code BackfillRun}. */
    private record ItemView(
            Instant logicalDate,
            Instant dataIntervalStart,
            Instant dataIntervalEnd,
            String runId,
            String action,
            @Nullable String reason,
            @Nullable String state) {
        static ItemView of(JdbcBackfillStore.ItemRow row) {
            DataInterval interval = row.item().interval();
            return new ItemView(
                    interval.logicalDate(),
                    interval.start(),
                    interval.end(),
                    row.item().runId(),
                    row.item().action().text(),
                    row.item().reason(),
                    row.runState());
        }
    }

    private record PreviewsView(List<PreviewView> runs) {}

    private record PreviewView(
            Instant logicalDate,
            Instant dataIntervalStart,
            Instant dataIntervalEnd,
            String runId,
            String action,
            @Nullable String reason,
            @Nullable Map<String, Map<String, @Nullable Object>> parameters) {
        static PreviewView of(Backfills.Preview preview) {
            BackfillItem item = preview.item();
            return new PreviewView(
                    item.interval().logicalDate(),
                    item.interval().start(),
                    item.interval().end(),
                    item.runId(),
                    item.action().text(),
                    item.reason(),
                    preview.parameters());
        }
    }
}
