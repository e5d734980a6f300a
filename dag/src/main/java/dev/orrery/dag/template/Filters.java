package dev.orrery.dag.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The filters that Airflow adds to Jinja, and those of Jinja whose result differs in Jinjava. */
final class Filters {
    private Filters() {}

    static List<AdvancedFilter> all() {
        return List.of(
                filter("ds", (value, _) -> date(value, "%Y-%m-%d")),
                filter("ds_nodash", (value, _) -> date(value, "%Y%m%d")),
                filter("ts", (value, _) -> time(value).call("isoformat", Arguments.of("isoformat"))),
                filter("ts_nodash", (value, _) -> date(value, "%Y%m%dT%H%M%S")),
                filter("ts_nodash_with_tz", (value, _) -> date(value, "%Y%m%dT%H%M%S%z")),
                filter("default", Filters::otherwise),
                filter("d", Filters::otherwise),
                filter("tojson", (value, _) -> PyJson.write(value, true)),
                filter("string", (value, _) -> PyText.str(value)),
                filter("upper", (value, _) -> StringMethods.call(PyText.str(value), "upper", Arguments.of("upper"))),
                filter("lower", (value, _) -> StringMethods.call(PyText.str(value), "lower", Arguments.of("lower"))),
                filter("title", (value, _) -> StringMethods.title(PyText.str(value))),
                filter("capitalize", (value, _) -> StringMethods.capitalize(PyText.str(value))),
                filter("trim", (value, args) -> StringMethods.call(PyText.str(value), "strip", args)),
                filter("replace", (value, args) -> StringMethods.call(PyText.str(value), "replace", args)),
                filter("join", Filters::join),
                filter(
                        "int",
                        (value, args) ->
                                whole(value).map(number -> (Object) number).orElse(args.value(0, "default", 0L))),
                filter("float", Filters::real),
                filter("format", (value, args) -> PercentFormat.percent(PyText.str(value), args.positional())));
    }

    private interface Body {
        @Nullable
        Object apply(@Nullable Object value, Arguments arguments);
    }

    private static AdvancedFilter filter(String name, Body body) {
        return new AdvancedFilter() {
            @Override
            public @Nullable Object filter(
                    @Nullable Object value,
                    JinjavaInterpreter interpreter,
                    Object[] positional,
                    Map<String, Object> named) {
                return body.apply(
                        value,
                        new Arguments(name, Arguments.of(name, positional).positional(), new LinkedHashMap<>(named)));
            }

            @Override
            public String getName() {
                return name;
            }
        };
    }

    private static PyDateTime time(@Nullable Object value) {
        return switch (value) {
            case PyDateTime time -> time;
            case PyDate date -> date.midnight();
            case Undefined undefined -> throw undefined.reason();
            case null, default ->
                throw new TemplateException(
                        PyText.kind(value) + " is no date", "Use this filter on a date such as logical_date.");
        };
    }

    private static String date(@Nullable Object value, String format) {
        PyDateTime time = time(value);
        return Strftime.format(time.time(), time.naive(), format);
    }

    private static @Nullable Object otherwise(@Nullable Object value, Arguments args) {
        if (value instanceof Undefined undefined) {
            undefined.handle();
            return args.value(0, "default_value", "");
        }
        boolean falseToo = PyText.truth(args.value(1, "boolean", false));
        return falseToo && !PyText.truth(value) ? args.value(0, "default_value", "") : value;
    }

    private static String join(@Nullable Object value, Arguments args) {
        if (!(value instanceof Iterable<?> items)) {
            return PyText.str(value);
        }
        List<String> parts = new ArrayList<>();
        items.forEach(item -> parts.add(PyText.str(item)));
        return String.join(args.text(0, "d", ""), parts);
    }

    private static Optional<Long> whole(@Nullable Object value) {
        return switch (value) {
            case Number number -> Optional.of(number.longValue());
            case Boolean truth -> Optional.of(truth ? 1L : 0L);
            case Undefined undefined -> throw undefined.reason();
            case null -> Optional.empty();
            default -> {
                try {
                    yield Optional.of((long) Double.parseDouble(value.toString().strip()));
                } catch (NumberFormatException e) {
                    yield Optional.empty();
                }
            }
        };
    }

    private static @Nullable Object real(@Nullable Object value, Arguments args) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return Double.parseDouble(PyText.str(value).strip());
        } catch (NumberFormatException e) {
            return args.value(0, "default", 0.0);
        }
    }
}
