package dev.orrery.scheduler;

import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which dags a list is to have, in which order, and which stretch of it; without a limit all of them.
 *
 * @param words all of them stand in the id, the owner, a tag or the description; in lower case
 * @param ids only these; null for any
 * @param state of the newest run
 */
record DagQuery(
        List<String> words,
        @Nullable String owner,
        @Nullable String tag,
        @Nullable Set<String> ids,
        @Nullable RunState state,
        @Nullable Boolean paused,
        Comparator<DagHead> order,
        int limit,
        int offset) {

    static DagQuery of(Exchange exchange) {
        return new DagQuery(
                exchange.query("q").map(DagQuery::words).orElse(List.of()),
                exchange.query("owner").orElse(null),
                exchange.query("tag").orElse(null),
                exchange.query("ids")
                        .map(text -> Arrays.stream(text.split(",")).collect(Collectors.toSet()))
                        .orElse(null),
                exchange.query("state")
                        .filter(text -> !text.isEmpty())
                        .map(DagQuery::state)
                        .orElse(null),
                exchange.query("paused").map(Boolean::parseBoolean).orElse(null),
                order(exchange.query("sort").orElse("dag_id")),
                Math.toIntExact(Math.clamp(exchange.query("limit", Integer.MAX_VALUE), 0, Integer.MAX_VALUE)),
                Math.toIntExact(Math.clamp(exchange.query("offset", 0), 0, Integer.MAX_VALUE)));
    }

    /** Whether a dag is among those that the text, the owner, the tag and the ids leave. */
    boolean fits(DagHead dag, ShownDag shown) {
        if (ids != null && !ids.contains(dag.dagId())) {
            return false;
        }
        if (owner != null && !owner.equals(shown.owner())) {
            return false;
        }
        if (tag != null && !shown.tags().contains(tag)) {
            return false;
        }
        if (words.isEmpty()) {
            return true;
        }
        String text = (dag.dagId() + " " + shown.owner() + " "
                        + (shown.description() == null ? "" : shown.description()) + " "
                        + String.join(" ", shown.tags()))
                .toLowerCase(Locale.ROOT);
        return words.stream().allMatch(text::contains);
    }

    /** Whether its schedule and its newest run stand as was asked for. */
    boolean stands(DagHead dag) {
        return (paused == null || paused == dag.paused()) && (state == null || state == dag.lastState());
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static RunState state(String text) {
        return Arrays.stream(RunState.values())
                .filter(state -> state.text().equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("bad-query", "'state' is none that a run can have."));
    }

    private static Comparator<DagHead> order(String text) {
        boolean down = text.startsWith("-");
        Comparator<DagHead> order = switch (down ? text.substring(1) : text) {
            case "dag_id" -> by(DagHead::dagId, down);
            case "owner" ->
                by(dag -> dag.shown() == null ? null : dag.shown().shown().owner(), down);
            case "next_run" -> by(DagHead::nextRunAt, down);
            case "last_run" -> by(DagHead::lastRun, down);
            default ->
                throw Problem.badRequest(
                        "bad-query",
                        "'sort' may be dag_id, owner, next_run or last_run, with '-' before it for the other way round.");
        };
        return order.thenComparing(DagHead::dagId);
    }

    /** What has no such value stands last, whichever way round. */
    private static <T extends Comparable<T>> Comparator<DagHead> by(
            Function<DagHead, @Nullable T> value, boolean down) {
        Comparator<T> order = down ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return Comparator.comparing(value, Comparator.nullsLast(order));
    }
}
