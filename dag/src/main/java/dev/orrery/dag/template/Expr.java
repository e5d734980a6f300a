package dev.orrery.dag.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression. */
sealed interface Expr {
    record Constant(@Nullable Object value) implements Expr {}

    record Name(String name) implements Expr {}

    record Tuple(List<Expr> items) implements Expr {}

    record Items(List<Expr> items) implements Expr {}

    record Dict(List<Expr> keys, List<Expr> values) implements Expr {}

    /** {@code of.name}: the attribute, or else the item. */
    record Attribute(Expr of, String name) implements Expr {}

    /** {@code of[key]}: the item, or else the attribute. */
    record Item(Expr of, Expr key) implements Expr {}

    record Slice(
            Expr of,
            @Nullable Expr start,
            @Nullable Expr stop,
            @Nullable Expr step) implements Expr {}

    record Call(Expr function, Given given) implements Expr {}

    record Filtered(Expr value, String filter, Given given) implements Expr {}

    record Tested(Expr value, String test, Given given) implements Expr {}

    record Unary(String operator, Expr operand) implements Expr {}

    record Binary(String operator, Expr left, Expr right) implements Expr {}

    record And(Expr left, Expr right) implements Expr {}

    record Or(Expr left, Expr right) implements Expr {}

    record Not(Expr operand) implements Expr {}

    record Concat(List<Expr> parts) implements Expr {}

    /** {@code first op operand op operand …}: each pair is compared. */
    record Compare(Expr first, List<String> operators, List<Expr> operands) implements Expr {}

    record Conditional(Expr test, Expr then, @Nullable Expr otherwise) implements Expr {}

    /** The arguments as written: by place, by name, a list of them, a mapping of them. */
    record Given(
            List<Expr> positional,
            List<String> names,
            List<Expr> named,
            @Nullable Expr rest,
            @Nullable Expr namedRest) {
        static final Given NONE = new Given(List.of(), List.of(), List.of(), null, null);
    }
}
