package dev.orrery.notebook;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes parameters as source code of one language, as papermill does. The defaults here are the forms that most languages
 * share: raw numbers, {@code true}, a double-quoted string with Python's escapes.
 */
abstract class Translator {
    /** Whether the language's declarations are read too. */
    boolean declaresInPython() {
        return false;
    }

    final String code(Map<String, ? extends @Nullable Object> values) {
        StringBuilder code = new StringBuilder(comment("Parameters")).append('\n');
        values.forEach(
                (name, value) -> code.append(assign(name, translate(value))).append('\n'));
        return code.toString();
    }

    abstract String comment(String text);

    String assign(String name, String value) {
        return name + " = " + value;
    }

    final String translate(@Nullable Object value) {
        return switch (value) {
            case null -> nothing();
            case String text -> string(text);
            case Boolean truth -> bool(truth);
            case Double number -> decimal(number);
            case Float number -> decimal(number);
            case BigDecimal number -> decimal(number.doubleValue());
            case BigInteger whole -> integer(whole);
            case Number whole -> integer(BigInteger.valueOf(whole.longValue()));
            case Map<?, ?> map -> dict(entries(map));
            case Iterable<?> items -> list(items(items));
            default -> string(value.toString());
        };
    }

    /** A map's entry: the key is still text, the value is code. */
    record Entry(String key, String value) {}

    private List<Entry> entries(Map<?, ?> map) {
        List<Entry> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(new Entry(pythonText(key), translate(value))));
        return entries;
    }

    private List<String> items(Iterable<?> items) {
        List<String> code = new ArrayList<>();
        items.forEach(item -> code.add(translate(item)));
        return code;
    }

    /** What Python's {@code str} says, which is how papermill writes a key that is no string. */
    private static String pythonText(@Nullable Object key) {
        return switch (key) {
            case null -> "None";
            case Boolean truth -> truth ? "True" : "False";
            case Double number -> PythonText.repr(number);
            default -> key.toString();
        };
    }

    abstract String nothing();

    String bool(boolean value) {
        return value ? "true" : "false";
    }

    String integer(BigInteger value) {
        return value.toString();
    }

    final String decimal(double value) {
        if (Double.isNaN(value)) {
            return notANumber();
        }
        return Double.isInfinite(value) ? infinity(value > 0) : PythonText.repr(value);
    }

    abstract String notANumber();

    abstract String infinity(boolean positive);

    String string(String text) {
        return quoted(PythonText.unicodeEscape(text));
    }

    static String quoted(String escaped) {
        return '"' + escaped.replace("\"", "\\\"") + '"';
    }

    abstract String list(List<String> items);

    abstract String dict(List<Entry> entries);

    /** Entries as {@code KEY separator VALUE}, with commas between. */
    final String pairs(List<Entry> entries, String separator) {
        return String.join(
                ", ",
                entries.stream()
                        .map(entry -> string(entry.key()) + separator + entry.value())
                        .toList());
    }

    static NotebookException notTranslatable(String what, String language) {
        return new NotebookException(
                NotebookException.Code.NOT_TRANSLATABLE,
                "A parameter that is " + what + " cannot be written in " + language
                        + ". Pass it as text and parse it in the notebook.");
    }
}
