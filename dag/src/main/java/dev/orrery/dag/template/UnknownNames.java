package dev.orrery.dag.template;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds names that nothing has, in the branches that a render does not take, too. */
final class UnknownNames {
    private static final Set<String> GIVEN = Set.of("loop", "caller", "varargs", "kwargs");

    private final Set<String> used = new LinkedHashSet<>();
    private final Set<String> made = new HashSet<>(GIVEN);
    /** Names that the template itself asks after, with {@code is defined} or {@code default}. */
    private final Set<String> asked = new HashSet<>();

    private UnknownNames() {}

    /** @throws TemplateException for the first of them, with the nearest known one */
    static void check(List<Node> template, Collection<String> known) {
        UnknownNames names = new UnknownNames();
        names.nodes(template);
        names.made.addAll(known);
        names.made.addAll(Globals.all().keySet());
        names.made.addAll(names.asked);
        for (String name : names.used) {
            if (!names.made.contains(name)) {
                throw Unknown.name(name, known);
            }
        }
    }

    private void nodes(List<Node> nodes) {
        nodes.forEach(this::node);
    }

    private void node(Node node) {
        switch (node) {
            case Node.Text _ -> {}
            case Node.Print(Expr value) -> expr(value);
            case Node.If condition -> {
                condition.tests().forEach(this::expr);
                condition.bodies().forEach(this::nodes);
                nodes(condition.otherwise());
            }
            case Node.For loop -> {
                target(loop.target());
                expr(loop.items());
                maybe(loop.filter());
                nodes(loop.body());
                nodes(loop.otherwise());
            }
            case Node.Set(Node.Target target, Expr value) -> {
                target(target);
                expr(value);
            }
            case Node.SetBlock(Node.Target target, var filters, var body) -> {
                target(target);
                filters.forEach(filter -> given(filter.given()));
                nodes(body);
            }
            case Node.With with -> {
                with.targets().forEach(this::target);
                with.values().forEach(this::expr);
                nodes(with.body());
            }
            case Node.Macro macro -> macro(macro);
            case Node.CallBlock(Node.Macro caller, Expr call) -> {
                macro(caller);
                expr(call);
            }
            case Node.FilterBlock(var filters, var body) -> {
                filters.forEach(filter -> given(filter.given()));
                nodes(body);
            }
            case Node.Block(var body) -> nodes(body);
        }
    }

    private void macro(Node.Macro macro) {
        made.add(macro.name());
        made.addAll(macro.parameters());
        macro.defaults().forEach(this::expr);
        nodes(macro.body());
    }

    private void target(Node.Target target) {
        switch (target) {
            case Node.Target.Variable(String name) -> made.add(name);
            case Node.Target.Member _ -> {}
            case Node.Target.Several(var targets) -> targets.forEach(this::target);
        }
    }

    private void maybe(@Nullable Expr expr) {
        if (expr != null) {
            expr(expr);
        }
    }

    private void given(Expr.Given given) {
        given.positional().forEach(this::expr);
        given.named().forEach(this::expr);
        maybe(given.rest());
        maybe(given.namedRest());
    }

    private void expr(Expr expr) {
        switch (expr) {
            case Expr.Constant _ -> {}
            case Expr.Name(String name) -> used.add(name);
            case Expr.Tuple(var items) -> items.forEach(this::expr);
            case Expr.Items(var items) -> items.forEach(this::expr);
            case Expr.Dict(var keys, var values) -> {
                keys.forEach(this::expr);
                values.forEach(this::expr);
            }
            case Expr.Attribute(Expr of, String _) -> expr(of);
            case Expr.Item(Expr of, Expr key) -> {
                expr(of);
                expr(key);
            }
            case Expr.Slice slice -> {
                expr(slice.of());
                maybe(slice.start());
                maybe(slice.stop());
                maybe(slice.step());
            }
            case Expr.Call(Expr function, var given) -> {
                expr(function);
                given(given);
            }
            case Expr.Filtered(Expr of, String filter, var given) -> {
                asks(of, filter.equals("default") || filter.equals("d"));
                given(given);
            }
            case Expr.Tested(Expr of, String test, var given) -> {
                asks(of, test.equals("defined") || test.equals("undefined"));
                given(given);
            }
            case Expr.Unary(String _, Expr operand) -> expr(operand);
            case Expr.Not(Expr operand) -> expr(operand);
            case Expr.Binary(String _, Expr left, Expr right) -> {
                expr(left);
                expr(right);
            }
            case Expr.And(Expr left, Expr right) -> {
                expr(left);
                expr(right);
            }
            case Expr.Or(Expr left, Expr right) -> {
                expr(left);
                expr(right);
            }
            case Expr.Concat(var parts) -> parts.forEach(this::expr);
            case Expr.Compare compare -> {
                expr(compare.first());
                compare.operands().forEach(this::expr);
            }
            case Expr.Conditional conditional -> {
                expr(conditional.test());
                expr(conditional.then());
                maybe(conditional.otherwise());
            }
        }
    }

    private void asks(Expr of, boolean after) {
        if (after && of instanceof Expr.Name(String name)) {
            asked.add(name);
        } else {
            expr(of);
        }
    }
}
