package dev.orrery.dag.template;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** dateutil's relativedelta: fields to set, and then lengths to add. */
record PyRelativeDelta(Map<String, Long> set, Map<String, Long> added) implements PyObject {
    private static final List<String> ADDED =
            List.of("years", "months", "weeks", "days", "hours", "minutes", "seconds", "microseconds");
    private static final List<String> SET = List.of("year", "month", "day", "hour", "minute", "second", "microsecond");

    static PyRelativeDelta of(Arguments args) {
        Map<String, Long> set = new LinkedHashMap<>();
        Map<String, Long> added = new LinkedHashMap<>();
        args.named().keySet().forEach(name -> {
            if (!ADDED.contains(name) && !SET.contains(name)) {
                throw new TemplateException("relativedelta() has no '" + name + "'", Unknown.remedy(name, ADDED));
            }
            (ADDED.contains(name) ? added : set).put(name, args.whole(99, name));
        });
        Long weeks = added.remove("weeks");
        if (weeks != null) {
            added.merge("days", 7 * weeks, Long::sum);
        }
        return new PyRelativeDelta(set, added);
    }

    PyRelativeDelta negated() {
        Map<String, Long> negated = new LinkedHashMap<>();
        added.forEach((name, length) -> negated.put(name, -length));
        return new PyRelativeDelta(set, negated);
    }

    PyDateTime after(PyDateTime start) {
        try {
            ZonedDateTime time = start.time();
            ZonedDateTime first = time.withDayOfMonth(1)
                    .withYear((int) of(set, "year", time.getYear()))
                    .withMonth((int) of(set, "month", time.getMonthValue()))
                    .plusYears(of(added, "years", 0))
                    .plusMonths(of(added, "months", 0));
            long day = Math.min(
                    of(set, "day", time.getDayOfMonth()), first.toLocalDate().lengthOfMonth());
            return new PyDateTime(
                    first.withDayOfMonth((int) day)
                            .withHour((int) of(set, "hour", time.getHour()))
                            .withMinute((int) of(set, "minute", time.getMinute()))
                            .withSecond((int) of(set, "second", time.getSecond()))
                            .withNano((int) of(set, "microsecond", time.getNano() / 1_000L) * 1_000)
                            .plusDays(of(added, "days", 0))
                            .plusHours(of(added, "hours", 0))
                            .plusMinutes(of(added, "minutes", 0))
                            .plusSeconds(of(added, "seconds", 0))
                            .plus(of(added, "microseconds", 0), ChronoUnit.MICROS),
                    start.naive());
        } catch (DateTimeException | ArithmeticException e) {
            throw new TemplateException("a date calculation has no result: " + e.getMessage(), "Check its numbers.");
        }
    }

    private static long of(Map<String, Long> fields, String name, long otherwise) {
        return fields.getOrDefault(name, otherwise);
    }

    @Override
    public String kind() {
        return "a relativedelta";
    }

    @Override
    public Collection<String> names() {
        return ADDED;
    }

    @Override
    public Optional<Object> attribute(String name) {
        return ADDED.contains(name) ? Optional.of(of(added, name, 0)) : Optional.empty();
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        throw Unknown.method(this, method);
    }

    @Override
    public String str() {
        StringBuilder text = new StringBuilder();
        added.forEach((name, length) -> {
            if (length != 0) {
                text.append(text.isEmpty() ? "" : ", ").append("%s=%+d".formatted(name, length));
            }
        });
        set.forEach((name, value) -> text.append(text.isEmpty() ? "" : ", ").append(name + "=" + value));
        return "relativedelta(" + text + ")";
    }
}
