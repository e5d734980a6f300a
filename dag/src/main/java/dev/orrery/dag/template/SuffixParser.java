package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may stand behind a value: filters, tests and arguments. */
final class SuffixParser {
    private final Tokens tokens;
    private final ExpressionParser expressions;

    SuffixParser(Tokens tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /** The filters, tests and calls behind a value. */
    Expr filtered(Expr start) {
        Expr value = start;
        while (true) {
            if (tokens.skipOperator("|")) {
                Node.Filter filter = filter();
                value = new Expr.Filtered(value, filter.name(), filter.given());
            } else if (tokens.skipName("is")) {
                value = test(value);
            } else if (tokens.atOperator("(")) {
                value = new Expr.Call(value, given());
            } else {
                return value;
            }
        }
    }

    /** A filter's name and arguments, behind its bar. */
    Node.Filter filter() {
        String name = dotted();
        Filters.check(name);
        return new Node.Filter(name, tokens.atOperator("(") ? given() : Expr.Given.NONE);
    }

    private String dotted() {
        StringBuilder name = new StringBuilder(tokens.name());
        while (tokens.skipOperator(".")) {
            name.append('.').append(tokens.name());
        }
        return name.toString();
    }

    private Expr test(Expr value) {
        boolean negated = tokens.skipName("not");
        String name = dotted();
        Tests.check(name);
        Expr.Given given = Expr.Given.NONE;
        if (tokens.atOperator("(")) {
            given = given();
        } else if (beginsArgument()) {
            given = new Expr.Given(
                    List.of(expressions.postfix(expressions.primary())), List.of(), List.of(), null, null);
        }
        Expr tested = new Expr.Tested(value, name, given);
        return negated ? new Expr.Not(tested) : tested;
    }

    private boolean beginsArgument() {
        Token token = tokens.current();
        return switch (token.type()) {
            case NAME -> {
                if (token.text().equals("is")) {
                    throw new TemplateException(
                            "the template cannot be read: one test stands behind another", "Write 'and' between them.");
                }
                yield !Set.of("else", "or", "and").contains(token.text());
            }
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> Set.of("(", "[", "{").contains(token.text());
            case DATA, EXPRESSION, EXPRESSION_END, STATEMENT, STATEMENT_END, END -> false;
        };
    }

    Expr.Given given() {
        tokens.expectOperator("(");
        List<Expr> positional = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Expr> named = new ArrayList<>();
        @Nullable Expr rest = null;
        @Nullable Expr namedRest = null;
        while (!tokens.skipOperator(")")) {
            if (tokens.skipOperator("*")) {
                rest = expressions.expression();
            } else if (tokens.skipOperator("**")) {
                namedRest = expressions.expression();
            } else if (tokens.at(Token.Type.NAME) && tokens.following().is(Token.Type.OPERATOR, "=")) {
                names.add(tokens.name());
                tokens.next();
                named.add(expressions.expression());
            } else if (names.isEmpty() && rest == null && namedRest == null) {
                positional.add(expressions.expression());
            } else {
                throw tokens.unexpected("an argument with its name");
            }
            if (!tokens.atOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        return new Expr.Given(positional, names, named, rest, namedRest);
    }
}
