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
            case Undefined(TemplateException reason) -> throw reason;
            case Boolean truth -> truth ? "True" : "False";
            case Double number -> number(number);
            case Float number -> number(number);
            case PyObject object -> object.str();
            case BoundMethod method -> throw method.notCalled();
            case PyGenerator _ ->
                throw new TemplateException("a generator is no text", "Add | list or | join behind it.");
            case PyRange range -> range.str();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> repr(entry.getKey()) + ": " + repr(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case PyTuple tuple ->
                tuple.stream().map(PyText::repr).collect(Collectors.joining(", ", "(", tuple.size() == 1 ? ",)" : ")"));
            case Collection<?> items -> items.stream().map(PyText::repr).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    /** Python's repr(). */
    static String repr(@Nullable Object value) {
        return switch (value) {
            case PyObject object -> object.repr();
            case Undefined _ -> "Undefined";
            case CharSequence text -> quoted(text);
            case null, default -> str(value);
        };
    }

    private static String quoted(CharSequence text) {
        String plain = text.toString();
        char quote = plain.indexOf('\'') >= 0 && plain.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder().append(quote);
        plain.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c == quote) {
                        quoted.append('\\').append(quote);
                    } else if (c < ' ' || (c >= 0x7f && c <= 0xa0) || c == 0xad) {
                        quoted.append("\\x%02x".formatted(c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append(quote).toString();
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
        if (size == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
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
            case Undefined(TemplateException reason) -> throw reason;
            case PyObject object -> object.truth();
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
            case Undefined(TemplateException reason) -> throw reason;
            case PyObject object -> object.kind();
            case Boolean _ -> "a truth value";
            case Number _ -> "a number";
            case CharSequence _ -> "a text";
            case Map<?, ?> _ -> "a mapping";
            case PyTuple _ -> "a tuple";
            case Collection<?> _ -> "a list";
            case BoundMethod _ -> "a method";
            case PyGenerator _ -> "a generator";
            default -> "a value";
        };
    }
}
