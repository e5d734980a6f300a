package dev.orrery.dag.template;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A day, as pendulum's Date. What it shares with a date and time, that one does for it. */
record PyDate(LocalDate date) implements PyObject {
    private static final List<String> ATTRIBUTES =
            List.of("year", "month", "day", "day_of_week", "day_of_year", "week_of_year", "days_in_month", "quarter");
    private static final List<String> METHODS = List.of(
            "strftime",
            "format",
            "to_date_string",
            "weekday",
            "isoweekday",
            "is_leap_year",
            "is_long_year",
            "toordinal",
            "ctime",
            "to_formatted_date_string");
    private static final List<String> MOVES = List.of(
            "add",
            "subtract",
            "replace",
            "set",
            "start_of",
            "end_of",
            "first_of",
            "last_of",
            "nth_of",
            "next",
            "previous");

    PyDateTime midnight() {
        return new PyDateTime(date.atStartOfDay(ZoneOffset.UTC), true);
    }

    @Override
    public String kind() {
        return "a date";
    }

    @Override
    public Collection<String> names() {
        List<String> names = new java.util.ArrayList<>(ATTRIBUTES);
        names.addAll(METHODS);
        names.addAll(MOVES);
        names.add("isoformat");
        return names;
    }

    @Override
    public Optional<Object> attribute(String name) {
        return ATTRIBUTES.contains(name) ? midnight().attribute(name) : Optional.empty();
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        if (method.equals("isoformat")) {
            return str();
        }
        if (METHODS.contains(method)) {
            return midnight().call(method, arguments);
        }
        if (MOVES.contains(method) && midnight().call(method, arguments) instanceof PyDateTime moved) {
            return new PyDate(moved.time().toLocalDate());
        }
        throw Unknown.method(this, method);
    }

    @Override
    public String str() {
        return date.toString();
    }

    @Override
    public String repr() {
        return "Date(" + date.getYear() + ", " + date.getMonthValue() + ", " + date.getDayOfMonth() + ")";
    }
}
