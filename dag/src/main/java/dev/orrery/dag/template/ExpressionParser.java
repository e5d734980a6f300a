package dev.orrery.dag.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Jinja's expressions, with its precedence. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final Tokens tokens;
    private final SuffixParser suffixes;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
        this.suffixes = new SuffixParser(tokens, this);
    }

    /** A filter's name and arguments, behind its bar. */
    Node.Filter filter() {
        return suffixes.filter();
    }

    Expr expression() {
        Expr value = or();
        while (tokens.skipName("if")) {
            Expr test = or();
            Expr otherwise = tokens.skipName("else") ? expression() : null;
            value = new Expr.Conditional(test, value, otherwise);
        }
        return value;
    }

    /** One expression, or several with commas between, which make a tuple. */
    Expr expressions() {
        return several(false, true);
    }

    /** As {@link #expressions}, without a condition, whose {@code if} means something else there. */
    Expr expressionsWithoutCondition() {
        return several(false, false);
    }

    private Expr several(boolean empty, boolean condition) {
        List<Expr> items = new ArrayList<>();
        boolean tuple = false;
        while (!ends()) {
            items.add(condition ? expression() : or());
            if (!tokens.skipOperator(",")) {
                break;
            }
            tuple = true;
        }
        if (items.isEmpty() && !empty) {
            throw tokens.unexpected("an expression");
        }
        return tuple || items.isEmpty() ? new Expr.Tuple(items) : items.getFirst();
    }

    private boolean ends() {
        return tokens.at(Token.Type.EXPRESSION_END)
                || tokens.at(Token.Type.STATEMENT_END)
                || tokens.at(Token.Type.END)
                || tokens.atOperator(")");
    }

    private Expr or() {
        Expr left = and();
        while (tokens.skipName("or")) {
            left = new Expr.Or(left, and());
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (tokens.skipName("and")) {
            left = new Expr.And(left, not());
        }
        return left;
    }

    private Expr not() {
        return tokens.skipName("not") ? new Expr.Not(not()) : compare();
    }

    private Expr compare() {
        Expr first = sum();
        List<String> operators = new ArrayList<>();
        List<Expr> operands = new ArrayList<>();
        while (true) {
            if (tokens.at(Token.Type.OPERATOR)
                    && COMPARISONS.contains(tokens.current().text())) {
                operators.add(tokens.next().text());
            } else if (tokens.skipName("in")) {
                operators.add("in");
            } else if (tokens.atName("not") && tokens.following().is(Token.Type.NAME, "in")) {
                tokens.next();
                tokens.next();
                operators.add("not in");
            } else {
                return operators.isEmpty() ? first : new Expr.Compare(first, operators, operands);
            }
            operands.add(sum());
        }
    }

    private Expr sum() {
        Expr left = concat();
        while (tokens.atOperator("+") || tokens.atOperator("-")) {
            left = new Expr.Binary(tokens.next().text(), left, concat());
        }
        return left;
    }

    private Expr concat() {
        List<Expr> parts = new ArrayList<>();
        parts.add(product());
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.getFirst() : new Expr.Concat(parts);
    }

    private Expr product() {
        Expr left = power();
        while (tokens.atOperator("*") || tokens.atOperator("/") || tokens.atOperator("//") || tokens.atOperator("%")) {
            left = new Expr.Binary(tokens.next().text(), left, power());
        }
        return left;
    }

    private Expr power() {
        Expr left = unary(true);
        while (tokens.skipOperator("**")) {
            left = new Expr.Binary("**", left, unary(true));
        }
        return left;
    }

    Expr unary(boolean filters) {
        Expr value;
        if (tokens.skipOperator("-")) {
            value = new Expr.Unary("-", unary(false));
        } else if (tokens.skipOperator("+")) {
            value = new Expr.Unary("+", unary(false));
        } else {
            value = primary();
        }
        value = postfix(value);
        return filters ? suffixes.filtered(value) : value;
    }

    Expr primary() {
        Token token = tokens.current();
        return switch (token.type()) {
            case NAME -> {
                tokens.next();
                yield switch (token.text()) {
                    case "true", "True" -> new Expr.Constant(true);
                    case "false", "False" -> new Expr.Constant(false);
                    case "none", "None" -> new Expr.Constant(null);
                    default -> new Expr.Name(token.text());
                };
            }
            case STRING -> {
                StringBuilder text = new StringBuilder();
                while (tokens.at(Token.Type.STRING)) {
                    text.append(tokens.next().text());
                }
                yield new Expr.Constant(text.toString());
            }
            case INTEGER -> {
                tokens.next();
                yield new Expr.Constant(whole(token.text().replace("_", "")));
            }
            case FLOAT -> {
                tokens.next();
                yield new Expr.Constant(Double.valueOf(token.text().replace("_", "")));
            }
            case OPERATOR -> bracketed();
            case DATA, EXPRESSION, EXPRESSION_END, STATEMENT, STATEMENT_END, END ->
                throw tokens.unexpected("an expression");
        };
    }

    private static Object whole(String text) {
        BigInteger number = text.length() > 2 && Character.isLetter(text.charAt(1))
                ? new BigInteger(
                        text.substring(2),
                        switch (Character.toLowerCase(text.charAt(1))) {
                            case 'x' -> 16;
                            case 'o' -> 8;
                            default -> 2;
                        })
                : new BigInteger(text);
        return PyNumbers.whole(number);
    }

    private Expr bracketed() {
        if (tokens.skipOperator("(")) {
            Expr inside = several(true, true);
            tokens.expectOperator(")");
            return inside;
        }
        if (tokens.skipOperator("[")) {
            List<Expr> items = new ArrayList<>();
            while (!tokens.skipOperator("]")) {
                items.add(expression());
                if (!tokens.atOperator("]")) {
                    tokens.expectOperator(",");
                }
            }
            return new Expr.Items(items);
        }
        if (tokens.skipOperator("{")) {
            List<Expr> keys = new ArrayList<>();
            List<Expr> values = new ArrayList<>();
            while (!tokens.skipOperator("}")) {
                keys.add(expression());
                tokens.expectOperator(":");
                values.add(expression());
                if (!tokens.atOperator("}")) {
                    tokens.expectOperator(",");
                }
            }
            return new Expr.Dict(keys, values);
        }
        throw tokens.unexpected("an expression");
    }

    Expr postfix(Expr start) {
        Expr value = start;
        while (true) {
            if (tokens.skipOperator(".")) {
                value = tokens.at(Token.Type.INTEGER)
                        ? new Expr.Item(
                                value, new Expr.Constant(whole(tokens.next().text())))
                        : new Expr.Attribute(value, tokens.name());
            } else if (tokens.skipOperator("[")) {
                value = subscript(value);
            } else if (tokens.atOperator("(")) {
                value = new Expr.Call(value, suffixes.given());
            } else {
                return value;
            }
        }
    }

    private Expr subscript(Expr of) {
        Expr start = tokens.atOperator(":") ? null : expression();
        if (!tokens.atOperator(":")) {
            if (start != null && tokens.atOperator(",")) {
                List<Expr> keys = new ArrayList<>(List.of(start));
                while (tokens.skipOperator(",")) {
                    keys.add(expression());
                }
                tokens.expectOperator("]");
                return new Expr.Item(of, new Expr.Tuple(keys));
            }
            tokens.expectOperator("]");
            return new Expr.Item(of, java.util.Objects.requireNonNull(start));
        }
        tokens.next();
        Expr stop = tokens.atOperator(":") || tokens.atOperator("]") ? null : expression();
        Expr step = tokens.skipOperator(":") && !tokens.atOperator("]") ? expression() : null;
        tokens.expectOperator("]");
        return new Expr.Slice(of, start, stop, step);
    }
}
