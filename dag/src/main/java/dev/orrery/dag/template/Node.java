package dev.orrery.dag.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a template. */
sealed interface Node {
    record Text(String text) implements Node {}

    record Print(Expr value) implements Node {}

    /** The first branch whose test is true. */
    record If(List<Expr> tests, List<List<Node>> bodies, List<Node> otherwise) implements Node {}

    record For(
            Target target, Expr items, @Nullable Expr filter, boolean recursive, List<Node> body, List<Node> otherwise)
            implements Node {}

    record Set(Target target, Expr value) implements Node {}

    /** What the body renders to, after the filters. */
    record SetBlock(Target target, List<Filter> filters, List<Node> body) implements Node {}

    record With(List<Target> targets, List<Expr> values, List<Node> body) implements Node {}

    record Macro(String name, List<String> parameters, List<Expr> defaults, List<Node> body) implements Node {}

    record CallBlock(Macro caller, Expr call) implements Node {}

    record FilterBlock(List<Filter> filters, List<Node> body) implements Node {}

    /** Just its body: a named block that nothing replaces. */
    record Block(List<Node> body) implements Node {}

    record Filter(String name, Expr.Given given) {}

    /** What is assigned to. */
    sealed interface Target {
        record Variable(String name) implements Target {}

        /** An attribute of a namespace. */
        record Member(String namespace, String attribute) implements Target {}

        record Several(List<Target> targets) implements Target {}
    }
}
