package dev.orrery.dag.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Filters of numbers, dates and any value. */
final class ValueFilters {
    private ValueFilters() {}

    static void addTo(Map<String, Filters.Filter> all) {
        Filters.put(all, "ds", List.of(), (value, _) -> date(value, "%Y-%m-%d"));
        Filters.put(all, "ds_nodash", List.of(), (value, _) -> date(value, "%Y%m%d"));
        Filters.put(all, "ts", List.of(), (value, _) -> iso(value));
        Filters.put(all, "ts_nodash", List.of(), (value, _) -> date(value, "%Y%m%dT%H%M%S"));
        Filters.put(all, "ts_nodash_with_tz", List.of(), (value, _) -> {
            String iso = iso(value);
            return iso == null ? null : iso.replace("-", "").replace(":", "");
        });
        Filters.put(all, "default", List.of("default_value", "boolean"), ValueFilters::otherwise);
        Filters.put(
                all,
                "tojson",
                List.of("indent"),
                (value, args) -> PyJson.html(args.value(0, "indent", null) == null ? -1 : (int) args.whole(0, "indent"))
                        .write(value));
        Filters.put(all, "pprint", List.of(), (value, _) -> PyText.repr(sorted(value)));
        Filters.put(all, "int", List.of("default", "base"), ValueFilters::whole);
        Filters.put(all, "float", List.of("default"), ValueFilters::real);
        Filters.put(all, "abs", List.of(), (value, _) -> absolute(value));
        Filters.put(all, "round", List.of("precision", "method"), ValueFilters::rounded);
        Filters.put(all, "filesizeformat", List.of("binary"), ValueFilters::size);
        Filters.put(all, "attr", List.of("name"), (value, args) -> Access.attributeAlone(value, args.text(0, "name")));
    }

    private static PyDateTime time(@Nullable Object value) {
        return switch (value) {
            case PyDateTime time -> time;
            case PyDate date -> date.midnight();
            case null, default ->
                throw new TemplateException(
                        PyText.kind(value) + " is no date", "Use this filter on a date such as logical_date.");
        };
    }

    private static @Nullable String iso(@Nullable Object value) {
        return value == null
                ? null
                : value instanceof PyDate date ? date.str() : time(value).isoformat();
    }

    private static @Nullable String date(@Nullable Object value, String format) {
        if (value == null) {
            return null; // the filters of Airflow pass None on
        }
        PyDateTime time = time(value);
        return Strftime.format(time.time(), time.naive(), format);
    }

    private static @Nullable Object otherwise(@Nullable Object value, Arguments args) {
        boolean missing =
                Tests.missing(value) || (PyText.truth(args.value(1, "boolean", false)) && !PyText.truth(value));
        return missing ? args.value(0, "default_value", "") : value;
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> sorted = new TreeMap<>(PythonOperators::order);
            map.forEach((key, item) -> sorted.put(key, sorted(item)));
            return sorted;
        }
        if (value instanceof List<?> list && !(list instanceof PyTuple) && !(list instanceof PyRange)) {
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(item -> items.add(sorted(item)));
            return items;
        }
        return value;
    }

    private static @Nullable Object whole(@Nullable Object value, Arguments args) {
        Object otherwise = args.value(0, "default", 0L);
        int base = (int) args.whole(1, "base", 10);
        return switch (value) {
            case Double number when number.isNaN() || number.isInfinite() -> otherwise;
            case Double number -> PyNumbers.whole(new BigDecimal(number).toBigInteger());
            case Object number when PyNumbers.isWhole(number) -> PyNumbers.whole(PyNumbers.big(number));
            case String text -> parsed(text.strip().replaceAll("(?<=\\w)_(?=\\w)", ""), base, otherwise);
            case null, default -> otherwise;
        };
    }

    private static @Nullable Object parsed(String text, int base, @Nullable Object otherwise) {
        try {
            String prefix = base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : " ";
            boolean signed = text.startsWith("-") || text.startsWith("+");
            String digits = signed ? text.substring(1) : text;
            String bare = digits.toLowerCase(Locale.ROOT).startsWith(prefix) ? digits.substring(2) : digits;
            if (bare.startsWith("-") || bare.startsWith("+")) {
                return otherwise;
            }
            BigInteger number = new BigInteger(bare, base);
            return PyNumbers.whole(text.startsWith("-") ? number.negate() : number);
        } catch (NumberFormatException e) {
            Double number = number(text);
            return number == null || number.isNaN() || number.isInfinite()
                    ? otherwise
                    : PyNumbers.whole(new BigDecimal(number).toBigInteger());
        }
    }

    /** As Python's float() reads it; null where it is none. */
    static @Nullable Double number(String text) {
        String plain = text.strip().replaceAll("(?<=\\d)_(?=\\d)", "");
        if (plain.matches("(?i)[+-]?(inf|infinity)")) {
            return plain.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (plain.matches("(?i)[+-]?nan")) {
            return Double.NaN;
        }
        // Java reads letters behind the digits as a type, and hexadecimal floats.
        return plain.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?") ? Double.valueOf(plain) : null;
    }

    private static @Nullable Object real(@Nullable Object value, Arguments args) {
        Object otherwise = args.value(0, "default", 0.0);
        return switch (value) {
            case String text -> {
                Double number = number(text);
                yield number == null ? otherwise : number;
            }
            case Object number when PyNumbers.isNumber(number) -> PyNumbers.real(number);
            case null, default -> otherwise;
        };
    }

    private static Object absolute(@Nullable Object value) {
        return switch (value) {
            case Double number -> Math.abs(number);
            case PyDelta delta -> new PyDelta(delta.length().abs());
            case Object number
            when PyNumbers.isWhole(number) ->
                PyNumbers.whole(PyNumbers.big(number).abs());
            case null, default -> throw noNumber(value);
        };
    }

    private static Object rounded(@Nullable Object value, Arguments args) {
        int precision = (int) args.whole(0, "precision", 0);
        String method = args.text(1, "method", "common");
        if (value == null || !PyNumbers.isNumber(value)) {
            throw noNumber(value);
        }
        return switch (method) {
            case "common" -> {
                if (PyNumbers.isWhole(value)) {
                    BigDecimal whole = new BigDecimal(PyNumbers.big(value));
                    yield PyNumbers.whole(
                            precision >= 0
                                    ? whole.toBigInteger()
                                    : whole.setScale(precision, RoundingMode.HALF_EVEN)
                                            .toBigInteger());
                }
                double number = PyNumbers.real(value);
                yield Double.isNaN(number) || Double.isInfinite(number)
                        ? number
                        : signed(
                                new BigDecimal(number)
                                        .setScale(precision, RoundingMode.HALF_EVEN)
                                        .doubleValue(),
                                number);
            }
            case "ceil", "floor" -> {
                double factor = Math.pow(10, precision);
                double scaled = PyNumbers.real(value) * factor;
                yield (method.equals("ceil") ? Math.ceil(scaled) : Math.floor(scaled)) / factor;
            }
            default ->
                throw new TemplateException("round() does not know '" + method + "'", "Use common, ceil or floor.");
        };
    }

    private static double signed(double rounded, double number) {
        return rounded == 0 ? Math.copySign(0, number) : rounded;
    }

    private static String size(@Nullable Object value, Arguments args) {
        boolean binary = PyText.truth(args.value(0, "binary", false));
        Double bytes = value instanceof String text
                ? number(text)
                : value != null && PyNumbers.isNumber(value) ? (Double) PyNumbers.real(value) : null;
        if (bytes == null) {
            throw noNumber(value);
        }
        double base = binary ? 1024 : 1000;
        if (bytes == 1) {
            return "1 Byte";
        }
        if (bytes < base) {
            return bytes.longValue() + " Bytes";
        }
        List<String> units = binary
                ? List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB")
                : List.of("kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB");
        int at = 0;
        double unit = base * base;
        while (bytes >= unit && at < units.size() - 1) {
            unit *= base;
            at++;
        }
        return String.format(Locale.ROOT, "%.1f %s", base * bytes / unit, units.get(at));
    }

    private static TemplateException noNumber(@Nullable Object value) {
        return new TemplateException(PyText.kind(value) + " is no number", "Convert it with | int or | float.");
    }
}
