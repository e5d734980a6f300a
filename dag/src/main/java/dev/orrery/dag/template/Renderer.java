package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Renders the parts of a template. Used for one render, by one thread. */
final class Renderer {
    private static final int DEEPEST_MACRO = 50;

    private final Evaluator evaluator;
    private final Consumer<@Nullable Object> printed;
    private int depth;

    /** @param printed is told each value before it becomes text */
    Renderer(Map<String, Object> names, Consumer<@Nullable Object> printed) {
        this.evaluator = new Evaluator(names);
        this.printed = printed;
    }

    String render(List<Node> nodes) {
        return text(nodes, new Scope(null));
    }

    private String text(List<Node> nodes, Scope scope) {
        StringBuilder out = new StringBuilder();
        render(nodes, scope, out);
        return out.toString();
    }

    private void render(List<Node> nodes, Scope scope, StringBuilder out) {
        for (Node node : nodes) {
            render(node, scope, out);
            StringMethods.limit(out.length());
        }
    }

    private void render(Node node, Scope scope, StringBuilder out) {
        switch (node) {
            case Node.Text(String text) -> out.append(text);
            case Node.Print(Expr expr) -> {
                Object value = evaluator.value(expr, scope);
                printed.accept(value);
                out.append(PyText.str(value));
            }
            case Node.If condition -> condition(condition, scope, out);
            case Node.For loop -> loop(loop, scope, out, 1);
            case Node.Set(Node.Target target, Expr value) -> assign(target, evaluator.value(value, scope), scope);
            case Node.SetBlock(Node.Target target, var filters, var body) ->
                assign(target, filtered(text(body, new Scope(scope)), filters, scope), scope);
            case Node.With with -> with(with, scope, out);
            case Node.Macro macro -> scope.set(macro.name(), macro(macro, scope));
            case Node.CallBlock(Node.Macro caller, Expr call) -> call(caller, call, scope, out);
            case Node.FilterBlock(var filters, var body) ->
                out.append(PyText.str(filtered(text(body, new Scope(scope)), filters, scope)));
            case Node.Block(var body) -> render(body, new Scope(scope), out);
        }
    }

    private void condition(Node.If condition, Scope scope, StringBuilder out) {
        for (int i = 0; i < condition.tests().size(); i++) {
            if (PyText.truth(evaluator.value(condition.tests().get(i), scope))) {
                render(condition.bodies().get(i), scope, out);
                return;
            }
        }
        render(condition.otherwise(), scope, out);
    }

    private void loop(Node.For loop, Scope scope, StringBuilder out, int level) {
        loop(loop, PyValues.items(evaluator.value(loop.items(), scope)), scope, out, level);
    }

    private void loop(Node.For loop, List<@Nullable Object> all, Scope scope, StringBuilder out, int level) {
        List<@Nullable Object> items = all;
        if (loop.filter() != null) {
            items = new ArrayList<>();
            for (Object item : all) {
                Scope inner = new Scope(scope);
                assign(loop.target(), item, inner);
                if (PyText.truth(evaluator.value(loop.filter(), inner))) {
                    items.add(item);
                }
            }
        }
        if (items.isEmpty()) {
            render(loop.otherwise(), new Scope(scope), out);
            return;
        }
        PyLoop state = new PyLoop(items, level, again -> {
            StringBuilder inside = new StringBuilder();
            guarded(() -> loop(loop, PyValues.items(again), scope, inside, level + 1));
            return inside.toString();
        });
        for (int i = 0; i < items.size(); i++) {
            Scope inner = new Scope(scope);
            state.at(i);
            inner.set("loop", state);
            assign(loop.target(), items.get(i), inner);
            render(loop.body(), inner, out);
        }
    }

    private void with(Node.With with, Scope scope, StringBuilder out) {
        Scope inner = new Scope(scope);
        for (int i = 0; i < with.targets().size(); i++) {
            assign(with.targets().get(i), evaluator.value(with.values().get(i), scope), inner);
        }
        render(with.body(), inner, out);
    }

    private @Nullable Object filtered(String text, List<Node.Filter> filters, Scope scope) {
        Object value = text;
        for (Node.Filter filter : filters) {
            value = Filters.apply(filter.name(), value, evaluator.arguments(filter.name(), filter.given(), scope));
        }
        return value;
    }

    private void assign(Node.Target target, @Nullable Object value, Scope scope) {
        switch (target) {
            case Node.Target.Variable(String name) -> scope.set(name, value);
            case Node.Target.Member(String namespace, String attribute) -> {
                if (!(scope.get(namespace) instanceof Globals.Space space)) {
                    throw new TemplateException(
                            "'" + namespace + "' is no namespace", "Make it with namespace(), or set a name.");
                }
                space.members().put(attribute, value);
            }
            case Node.Target.Several(var targets) -> {
                List<@Nullable Object> values = PyValues.items(value);
                if (values.size() != targets.size()) {
                    throw new TemplateException(
                            values.size() + " values are given to " + targets.size() + " names",
                            "Give as many values as names.");
                }
                for (int i = 0; i < targets.size(); i++) {
                    assign(targets.get(i), values.get(i), scope);
                }
            }
        }
    }

    private void call(Node.Macro caller, Expr call, Scope scope, StringBuilder out) {
        if (!(call instanceof Expr.Call(Expr function, var given))) {
            throw new TemplateException("{% call %} calls nothing", "Write {% call name(…) %}.");
        }
        Arguments arguments = evaluator.arguments("the macro", given, scope);
        Map<String, @Nullable Object> named = new LinkedHashMap<>(arguments.named());
        named.put("caller", macro(caller, scope));
        out.append(PyText.str(Access.call(
                evaluator.value(function, scope), new Arguments(arguments.function(), arguments.positional(), named))));
    }

    private BoundMethod macro(Node.Macro macro, Scope scope) {
        return new BoundMethod(macro.name(), arguments -> {
            StringBuilder out = new StringBuilder();
            guarded(() -> render(macro.body(), parameters(macro, arguments, scope), out));
            return out.toString();
        });
    }

    private Scope parameters(Node.Macro macro, Arguments arguments, Scope scope) {
        Scope inner = new Scope(scope);
        Map<String, @Nullable Object> named = new LinkedHashMap<>(arguments.named());
        int without = macro.parameters().size() - macro.defaults().size();
        for (int i = 0; i < macro.parameters().size(); i++) {
            String name = macro.parameters().get(i);
            if (i < arguments.positional().size()) {
                inner.set(name, arguments.positional().get(i));
            } else if (named.containsKey(name)) {
                inner.set(name, named.remove(name));
            } else if (i >= without) {
                inner.set(name, evaluator.value(macro.defaults().get(i - without), inner));
            } else {
                inner.set(
                        name,
                        new Undefined(new TemplateException(
                                "the macro " + macro.name() + "() needs '" + name + "'", "Give it.")));
            }
        }
        if (named.containsKey("caller")) {
            inner.set("caller", named.remove("caller"));
        }
        int extra = Math.min(arguments.positional().size(), macro.parameters().size());
        inner.set(
                "varargs",
                new PyTuple(arguments
                        .positional()
                        .subList(extra, arguments.positional().size())));
        inner.set("kwargs", new LinkedHashMap<Object, @Nullable Object>(named));
        return inner;
    }

    private void guarded(Runnable body) {
        if (++depth > DEEPEST_MACRO) {
            throw new TemplateException("macros call each other too deep", "Use a loop.");
        }
        body.run();
        depth--;
    }
}
