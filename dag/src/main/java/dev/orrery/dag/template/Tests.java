package dev.orrery.dag.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jinja's tests, behind {@code is}. */
final class Tests {
    private static final Set<String> WITH_ARGUMENT = Set.of(
            "divisibleby",
            "sameas",
            "in",
            "eq",
            "equalto",
            "==",
            "ne",
            "!=",
            "lt",
            "lessthan",
            "<",
            "le",
            "<=",
            "gt",
            "greaterthan",
            ">",
            "ge",
            ">=");
    private static final Set<String> WITHOUT = Set.of(
            "defined",
            "undefined",
            "none",
            "boolean",
            "true",
            "false",
            "integer",
            "float",
            "number",
            "string",
            "sequence",
            "iterable",
            "mapping",
            "callable",
            "odd",
            "even",
            "lower",
            "upper",
            "escaped",
            "filter",
            "test");

    private Tests() {}

    static boolean known(String name) {
        return WITH_ARGUMENT.contains(name) || WITHOUT.contains(name);
    }

    static void check(String name) {
        if (!known(name)) {
            throw new TemplateException("there is no test '" + name + "'", Unknown.remedy(name, WITHOUT));
        }
    }

    static boolean holds(String name, @Nullable Object value, Arguments args) {
        check(name);
        if (!WITH_ARGUMENT.contains(name)) {
            args.only();
            return without(name, value);
        }
        Object other = args.only("other")
                .value(
                        0,
                        args.named().isEmpty()
                                ? "other"
                                : args.named().keySet().iterator().next());
        return switch (name) {
            case "divisibleby" -> PyNumbers.isZero(number(PythonOperators.binary("%", value, other)));
            case "sameas" -> same(value, other);
            case "in" -> PyValues.contains(other, value);
            case "eq", "equalto", "==" -> PythonOperators.same(value, other);
            case "ne", "!=" -> !PythonOperators.same(value, other);
            case "lt", "lessthan", "<" -> PythonOperators.compare("<", value, other);
            case "le", "<=" -> PythonOperators.compare("<=", value, other);
            case "gt", "greaterthan", ">" -> PythonOperators.compare(">", value, other);
            default -> PythonOperators.compare(">=", value, other);
        };
    }

    private static boolean without(String name, @Nullable Object value) {
        return switch (name) {
            case "defined" -> !missing(value);
            case "undefined" -> missing(value);
            case "none" -> value == null;
            case "boolean" -> value instanceof Boolean;
            case "true" -> Boolean.TRUE.equals(value);
            case "false" -> Boolean.FALSE.equals(value);
            case "integer" -> PyNumbers.isWhole(value) && !(value instanceof Boolean);
            case "float" -> value instanceof Double;
            case "number" -> PyNumbers.isNumber(value);
            case "string" -> value instanceof String;
            case "mapping" -> value instanceof Map;
            case "sequence" -> value instanceof String || value instanceof List || value instanceof Map;
            case "iterable" -> iterable(value);
            case "callable" ->
                value instanceof BoundMethod
                        || (value instanceof PyNamespace namespace
                                && namespace.functions().containsKey("()"));
            case "odd" -> PyNumbers.real(number(PythonOperators.binary("%", value, 2L))) == 1;
            case "even" -> PyNumbers.real(number(PythonOperators.binary("%", value, 2L))) == 0;
            case "lower" -> StringMethods.isCase(PyText.str(value), false);
            case "upper" -> StringMethods.isCase(PyText.str(value), true);
            case "escaped" -> false;
            case "filter" -> Undefined.checked(value) instanceof String text && Filters.known(text);
            default -> Undefined.checked(value) instanceof String text && known(text);
        };
    }

    static boolean missing(@Nullable Object value) {
        return value instanceof Undefined || value instanceof Globals.Nothing;
    }

    private static boolean iterable(@Nullable Object value) {
        Undefined.checked(value);
        return value instanceof String || value instanceof Iterable || value instanceof Map;
    }

    private static boolean same(@Nullable Object value, @Nullable Object other) {
        if (value == null || other == null || value instanceof Boolean || other instanceof Boolean) {
            return java.util.Objects.equals(value, other);
        }
        // Small numbers and the same texts are one object in Python, too; lists never are.
        return (value instanceof Long || value instanceof String) && value.equals(other);
    }

    private static Object number(@Nullable Object value) {
        if (value != null && PyNumbers.isNumber(value)) {
            return value;
        }
        throw new TemplateException(
                PyText.kind(value).toLowerCase(Locale.ROOT) + " is no number", "Convert it with | int.");
    }
}
