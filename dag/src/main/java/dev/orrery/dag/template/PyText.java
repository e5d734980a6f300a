package dev.orrery.dag.template;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as Python writes them. */
final class PyText {
    private PyText() {}

    /** Python's str(). */
    static String str(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case PyObject.None _ -> "None";
            case Undefined undefined -> throw undefined.reason();
            case Boolean truth -> truth ? "True" : "False";
            case Double number -> number(number);
            case Float number -> number(number);
            case PyObject object -> object.str();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> repr(entry.getKey()) + ": " + repr(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Collection<?> items -> items.stream().map(PyText::repr).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    /** Python's repr(). */
    static String repr(@Nullable Object value) {
        if (!(value instanceof CharSequence text)) {
            return str(value);
        }
        String escaped =
                text.toString().replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
        boolean doubleQuotes = escaped.contains("'") && !escaped.contains("\"");
        return doubleQuotes ? "\"" + escaped + "\"" : "'" + escaped.replace("'", "\\'") + "'";
    }

    private static String number(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (Double.isNaN(number)) {
            return "nan";
        }
        double size = Math.abs(number);
        if (size != 0 && (size < 1e-4 || size >= 1e16)) {
            return scientific(Double.toString(number));
        }
        String plain = new java.math.BigDecimal(Double.toString(number)).toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }

    private static String scientific(String java) {
        int mark = java.indexOf('E');
        if (mark < 0) {
            return java;
        }
        String mantissa = java.substring(0, mark).replaceFirst("\\.0$", "");
        int exponent = Integer.parseInt(java.substring(mark + 1));
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + "%02d".formatted(Math.abs(exponent));
    }

    /** Python's truth of a value. */
    static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case PyObject.None _ -> false;
            case Undefined undefined -> throw undefined.reason();
            case Boolean truth -> truth;
            case Number number -> number.doubleValue() != 0;
            case CharSequence text -> !text.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Collection<?> items -> !items.isEmpty();
            default -> true;
        };
    }

    /** What messages call the value. */
    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case PyObject.None _ -> "None";
            case PyObject object -> object.kind();
            case Boolean _ -> "a truth value";
            case Number _ -> "a number";
            case CharSequence _ -> "a text";
            case Map<?, ?> _ -> "a mapping";
            case Collection<?> _ -> "a list";
            default -> "a value";
        };
    }
}
