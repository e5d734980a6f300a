package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives expressions their values, in one render. */
final class Evaluator {
    /** Each expression is a step; a template that takes more does a notebook's work. */
    private static final int MOST_STEPS = 2_000_000;

    private final Map<String, Object> names;
    private final Map<String, Object> globals = Globals.all();
    private int steps;

    Evaluator(Map<String, Object> names) {
        this.names = names;
    }

    @Nullable
    Object value(Expr expr, Scope scope) {
        step();
        return switch (expr) {
            case Expr.Constant(var value) -> value;
            case Expr.Name(String name) -> named(name, scope);
            case Expr.Tuple(var items) -> new PyTuple(values(items, scope));
            case Expr.Items(var items) -> values(items, scope);
            case Expr.Dict dict -> dict(dict, scope);
            case Expr.Attribute(Expr of, String name) -> Access.attribute(value(of, scope), name);
            case Expr.Item(Expr of, Expr key) -> Access.item(value(of, scope), value(key, scope));
            case Expr.Slice slice ->
                Access.slice(
                        value(slice.of(), scope),
                        orNull(slice.start(), scope),
                        orNull(slice.stop(), scope),
                        orNull(slice.step(), scope));
            case Expr.Call(Expr function, var given) ->
                Access.call(value(function, scope), arguments(called(function), given, scope));
            case Expr.Filtered(Expr of, String filter, var given) ->
                Filters.apply(filter, value(of, scope), arguments(filter, given, scope));
            case Expr.Tested(Expr of, String test, var given) ->
                Tests.holds(test, value(of, scope), arguments(test, given, scope));
            case Expr.Unary(String operator, Expr operand) -> PythonOperators.unary(operator, value(operand, scope));
            case Expr.Binary(String operator, Expr left, Expr right) ->
                PythonOperators.binary(operator, value(left, scope), value(right, scope));
            case Expr.And(Expr left, Expr right) -> {
                Object first = value(left, scope);
                yield PyText.truth(first) ? value(right, scope) : first;
            }
            case Expr.Or(Expr left, Expr right) -> {
                Object first = value(left, scope);
                yield PyText.truth(first) ? first : value(right, scope);
            }
            case Expr.Not(Expr operand) -> !PyText.truth(value(operand, scope));
            case Expr.Concat(var parts) -> concat(parts, scope);
            case Expr.Compare compare -> compared(compare, scope);
            case Expr.Conditional conditional -> conditional(conditional, scope);
        };
    }

    private void step() {
        if (++steps > MOST_STEPS) {
            throw new TemplateException("the template takes too many steps", "Let the notebook do the work.");
        }
    }

    private @Nullable Object orNull(@Nullable Expr expr, Scope scope) {
        return expr == null ? null : value(expr, scope);
    }

    private List<@Nullable Object> values(List<Expr> exprs, Scope scope) {
        List<@Nullable Object> values = new ArrayList<>();
        exprs.forEach(expr -> values.add(value(expr, scope)));
        return values;
    }

    private @Nullable Object named(String name, Scope scope) {
        if (scope.has(name)) {
            return scope.get(name);
        }
        Object value = names.get(name);
        if (value instanceof RunTimeNames.Later later) {
            value = later.value().get();
        }
        if (value != null) {
            return value == PyObject.None.NONE ? null : value;
        }
        Object global = globals.get(name);
        return global == null ? new Undefined(Unknown.name(name, names.keySet())) : global;
    }

    private Map<@Nullable Object, @Nullable Object> dict(Expr.Dict dict, Scope scope) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < dict.keys().size(); i++) {
            Object key = Undefined.checked(value(dict.keys().get(i), scope));
            if (key instanceof ArrayList || key instanceof Map) {
                throw new TemplateException(PyText.kind(key) + " cannot be a key", "Use a text or a number.");
            }
            map.put(key, value(dict.values().get(i), scope));
        }
        return map;
    }

    private static String called(Expr function) {
        return switch (function) {
            case Expr.Name(String name) -> name;
            case Expr.Attribute(Expr _, String name) -> name;
            case Expr.Item(Expr _, Expr.Constant(String name)) -> name;
            default -> "the function";
        };
    }

    Arguments arguments(String function, Expr.Given given, Scope scope) {
        List<@Nullable Object> positional = values(given.positional(), scope);
        if (given.rest() != null) {
            positional.addAll(PyValues.items(value(given.rest(), scope)));
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int i = 0; i < given.names().size(); i++) {
            if (named.containsKey(given.names().get(i))) {
                throw new TemplateException(
                        "the argument '" + given.names().get(i) + "' is given twice", "Remove one.");
            }
            named.put(given.names().get(i), value(given.named().get(i), scope));
        }
        if (given.namedRest() != null && value(given.namedRest(), scope) instanceof Map<?, ?> rest) {
            rest.forEach((key, value) -> named.put(PyText.str(key), value));
        }
        return new Arguments(function, positional, named);
    }

    private String concat(List<Expr> parts, Scope scope) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(PyText.str(value(part, scope))));
        StringMethods.limit(text.length());
        return text.toString();
    }

    private boolean compared(Expr.Compare compare, Scope scope) {
        Object left = value(compare.first(), scope);
        for (int i = 0; i < compare.operators().size(); i++) {
            Object right = value(compare.operands().get(i), scope);
            if (!PythonOperators.compare(compare.operators().get(i), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private @Nullable Object conditional(Expr.Conditional conditional, Scope scope) {
        if (PyText.truth(value(conditional.test(), scope))) {
            return value(conditional.then(), scope);
        }
        return conditional.otherwise() == null ? new Globals.Nothing() : value(conditional.otherwise(), scope);
    }
}
