package dev.orrery.hub;

import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.hub.HubModels.Facts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which users an administrator asks for, in which order, and which page of them. A page goes on after a user and not after
 * a number of them: who comes and goes meanwhile makes nobody appear twice or not at all.
 *
 * @param filter who
 * @param key what they are ordered by, as text
 * @param down whether the last comes first
 * @param after where the last page ended
 */
record PeopleList(
        Predicate<Facts> filter, Function<Facts, String> key, boolean down, Optional<Position> after, int limit) {
    private static final int DEFAULT = 100;
    private static final int MOST = 500;

    /** A place in the order. */
    private record Position(String key, String name) {
        static Position of(String cursor) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                int end = text.indexOf('\n');
                if (end >= 0) {
                    return new Position(text.substring(0, end), text.substring(end + 1));
                }
            } catch (IllegalArgumentException e) {
                // Said below.
            }
            throw Problem.badRequest("bad-query", "'cursor' must be the last page's 'next'.");
        }

        String cursor() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((key + "\n" + name).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** @param next the next page's cursor; empty on the last */
    record Page(List<Facts> people, Optional<String> next, int total) {}

    static PeopleList of(Exchange exchange) {
        String sort = exchange.query("sort").orElse("name");
        boolean down = sort.startsWith("-");
        long limit = exchange.query("limit", DEFAULT);
        if (limit < 1 || limit > MOST) {
            throw Problem.badRequest("bad-query", "'limit' must be 1 to " + MOST + ".");
        }
        return new PeopleList(
                filter(exchange),
                key(down ? sort.substring(1) : sort),
                down,
                exchange.query("cursor").filter(text -> !text.isEmpty()).map(Position::of),
                (int) limit);
    }

    Page of(List<Facts> all) {
        Comparator<Position> upwards = Comparator.comparing(Position::key).thenComparing(Position::name);
        Comparator<Position> order = down ? upwards.reversed() : upwards;
        List<Facts> found = all.stream()
                .filter(filter)
                .sorted(Comparator.comparing(this::position, order))
                .toList();
        List<Facts> page = found.stream()
                .filter(one -> after.isEmpty() || order.compare(position(one), after.get()) > 0)
                .limit(limit)
                .toList();
        boolean more = !page.isEmpty() && !page.getLast().equals(found.getLast());
        return new Page(page, more ? Optional.of(position(page.getLast()).cursor()) : Optional.empty(), found.size());
    }

    private Position position(Facts facts) {
        return new Position(key.apply(facts), facts.user().name());
    }

    private static Predicate<Facts> filter(Exchange exchange) {
        String text = exchange.query("q").orElse("").strip().toLowerCase(Locale.ROOT);
        String group = exchange.query("group").orElse("");
        Predicate<Facts> state = switch (exchange.query("state").orElse("")) {
            case "" -> facts -> true;
            case "active" -> Facts::isActive;
            case "ready" -> Facts::isReady;
            case "inactive" -> facts -> !facts.isActive();
            case "admin" -> facts -> facts.user().admin();
            default -> throw Problem.badRequest("bad-query", "'state' must be active, ready, inactive or admin.");
        };
        return state.and(facts -> facts.user().name().contains(text))
                .and(facts -> group.isEmpty() || facts.groups().contains(group));
    }

    private static Function<Facts, String> key(String sort) {
        return switch (sort) {
            case "name" -> facts -> "";
            case "created_at" -> facts -> time(facts.user().createdAt());
            case "last_activity" ->
                facts -> {
                    Instant seen = facts.seen();
                    return seen == null ? "" : time(seen);
                };
            default ->
                throw Problem.badRequest(
                        "bad-query", "'sort' must be name, created_at or last_activity, or '-' and one.");
        };
    }

    private static String time(Instant time) {
        return String.format(Locale.ROOT, "%020d", time.toEpochMilli());
    }
}
