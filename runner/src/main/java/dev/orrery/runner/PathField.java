package dev.orrery.runner;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The value that a field of a path template names: a parameter, and from there by {@code [key]} and {@code .attribute}. */
final class PathField {
    private final String template;
    private final Map<String, ? extends @Nullable Object> values;

    PathField(String template, Map<String, ? extends @Nullable Object> values) {
        this.template = template;
        this.values = values;
    }

    @Nullable
    Object value(String expression) {
        int end = end(expression, 0);
        String name = expression.substring(0, end);
        if (name.isEmpty() || name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw bad("fields are named, as in {date}; there is nothing to number");
        }
        if (!values.containsKey(name)) {
            throw new RunException("Missing parameter '" + name + "'. Pass it with -p " + name
                    + " VALUE, or write the braces of " + template + " twice.");
        }
        Object value = values.get(name);
        while (end < expression.length()) {
            int start = end + 1;
            if (expression.charAt(end) == '.') {
                end = end(expression, start);
                value = attribute(value, expression.substring(start, end));
            } else {
                int close = expression.indexOf(']', start);
                if (close <= start) {
                    throw bad("a bracket holds a key and is closed");
                }
                value = item(value, expression.substring(start, close));
                end = close + 1;
                if (end < expression.length() && ".[".indexOf(expression.charAt(end)) < 0) {
                    throw bad("only '.' or '[' may follow ']'");
                }
            }
        }
        return value;
    }

    private static int end(String expression, int start) {
        int end = start;
        while (end < expression.length() && expression.charAt(end) != '.' && expression.charAt(end) != '[') {
            end++;
        }
        return end;
    }

    private @Nullable Object item(@Nullable Object value, String key) {
        boolean number = key.chars().allMatch(c -> c >= '0' && c <= '9') && key.length() < 9;
        int place = number ? Integer.parseInt(key) : -1;
        return switch (value) {
            case Map<?, ?> map when !number && map.containsKey(key) -> map.get(key);
            case Map<?, ?> map
            when number && map.containsKey(BigInteger.valueOf(place)) -> map.get(BigInteger.valueOf(place));
            case List<?> list when place >= 0 && place < list.size() -> list.get(place);
            case String text
            when place >= 0 && place < text.codePointCount(0, text.length()) ->
                Character.toString(text.codePointAt(text.offsetByCodePoints(0, place)));
            case null, default -> throw new RunException("Missing parameter '" + key + "' in " + template + ".");
        };
    }

    /** What is of use in a path; Python would print its methods too. */
    private Object attribute(@Nullable Object value, String name) {
        return switch (value) {
            case ZonedDateTime time -> BigInteger.valueOf(part(time.toLocalDateTime(), name));
            case LocalDateTime time -> BigInteger.valueOf(part(time, name));
            case Boolean truth -> number(truth ? BigInteger.ONE : BigInteger.ZERO, name);
            case BigInteger whole -> number(whole, name);
            case Double number when name.equals("real") -> number;
            case Double number when name.equals("imag") -> 0.0;
            case null, default -> throw bad("this value has no ." + name);
        };
    }

    private BigInteger number(BigInteger whole, String name) {
        return switch (name) {
            case "real", "numerator" -> whole;
            case "imag" -> BigInteger.ZERO;
            case "denominator" -> BigInteger.ONE;
            default -> throw bad("a whole number has no ." + name);
        };
    }

    private int part(LocalDateTime time, String name) {
        return switch (name) {
            case "year" -> time.getYear();
            case "month" -> time.getMonthValue();
            case "day" -> time.getDayOfMonth();
            case "hour" -> time.getHour();
            case "minute" -> time.getMinute();
            case "second" -> time.getSecond();
            case "microsecond" -> time.getNano() / 1000;
            default -> throw bad("a time has no ." + name);
        };
    }

    private RunException bad(String why) {
        return new RunException("The path template " + template + " is not understood: " + why + ".");
    }
}
