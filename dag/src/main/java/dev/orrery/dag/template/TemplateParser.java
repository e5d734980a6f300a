package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Jinja's statements. */
final class TemplateParser {
    private static final List<String> STATEMENTS =
            List.of("if", "for", "set", "with", "macro", "call", "filter", "block", "print", "raw");
    private static final Set<String> OF_FILES = Set.of("include", "import", "from", "extends");

    private final Tokens tokens;
    private final ExpressionParser expressions;

    private TemplateParser(Tokens tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
    }

    static List<Node> parse(String template) {
        TemplateParser parser = new TemplateParser(new Tokens(Lexer.tokens(template)));
        List<Node> nodes = parser.body(Set.of());
        if (!parser.tokens.at(Token.Type.END)) {
            throw parser.unknown(parser.tokens.current().text());
        }
        return nodes;
    }

    /** The nodes up to a statement of one of these names, whose name is the current token then. */
    private List<Node> body(Set<String> ends) {
        List<Node> nodes = new ArrayList<>();
        while (true) {
            Token token = tokens.current();
            switch (token.type()) {
                case DATA -> nodes.add(new Node.Text(tokens.next().text()));
                case EXPRESSION -> {
                    tokens.next();
                    nodes.add(new Node.Print(expressions.expressions()));
                    tokens.expect(Token.Type.EXPRESSION_END, "'}}'");
                }
                case STATEMENT -> {
                    tokens.next();
                    if (tokens.at(Token.Type.NAME)
                            && ends.contains(tokens.current().text())) {
                        return nodes;
                    }
                    statement(nodes);
                }
                case END -> {
                    if (!ends.isEmpty()) {
                        throw new TemplateException(
                                "the template ends where {% "
                                        + ends.stream().sorted().toList().getFirst() + " %} is missing",
                                "Add it.");
                    }
                    return nodes;
                }
                case EXPRESSION_END, STATEMENT_END, NAME, STRING, INTEGER, FLOAT, OPERATOR ->
                    throw tokens.unexpected("text");
            }
        }
    }

    private void end() {
        tokens.expect(Token.Type.STATEMENT_END, "'%}'");
    }

    /** The body up to {@code end}, and behind that. */
    private List<Node> bodyTo(String end) {
        end();
        List<Node> nodes = body(Set.of(end));
        tokens.next();
        return nodes;
    }

    private void statement(List<Node> nodes) {
        String name = tokens.name();
        switch (name) {
            case "if" -> nodes.add(condition());
            case "for" -> nodes.add(loop());
            case "set" -> nodes.add(assignment());
            case "with" -> nodes.add(with());
            case "macro" -> {
                String macro = tokens.name();
                nodes.add(macro(macro, "endmacro"));
            }
            case "call" -> nodes.add(call());
            case "filter" -> {
                List<Node.Filter> filters = filters(expressions.filter());
                nodes.add(new Node.FilterBlock(filters, bodyTo("endfilter")));
            }
            case "block" -> {
                String block = tokens.name();
                nodes.add(new Node.Block(bodyTo("endblock")));
                tokens.skipName(block);
            }
            case "print" -> nodes.add(new Node.Print(expressions.expressions()));
            default -> throw unknown(name);
        }
        end();
    }

    private TemplateException unknown(String name) {
        if (OF_FILES.contains(name)) {
            return new TemplateException("a template cannot read other templates", "Put the text into the template.");
        }
        return name.startsWith("end") || name.startsWith("el")
                ? new TemplateException("{% " + name + " %} ends nothing", "Remove it, or add what it ends.")
                : new TemplateException("there is no statement '" + name + "'", Unknown.remedy(name, STATEMENTS));
    }

    private Node condition() {
        List<Expr> tests = new ArrayList<>();
        List<List<Node>> bodies = new ArrayList<>();
        List<Node> otherwise = List.of();
        while (true) {
            tests.add(expressions.expressionsWithoutCondition());
            end();
            bodies.add(body(Set.of("elif", "else", "endif")));
            String next = tokens.name();
            if (next.equals("elif")) {
                continue;
            }
            if (next.equals("else")) {
                otherwise = bodyTo("endif");
            }
            return new Node.If(tests, bodies, otherwise);
        }
    }

    private Node loop() {
        Node.Target target = targets("in");
        if (!tokens.skipName("in")) {
            throw tokens.unexpected("'in'");
        }
        Expr items = expressions.expressionsWithoutCondition();
        Expr filter = tokens.skipName("if") ? expressions.expression() : null;
        boolean recursive = tokens.skipName("recursive");
        end();
        List<Node> body = body(Set.of("endfor", "else"));
        List<Node> otherwise = tokens.name().equals("else") ? bodyTo("endfor") : List.of();
        return new Node.For(target, items, filter, recursive, body, otherwise);
    }

    private Node.Target targets(String end) {
        List<Node.Target> targets = new ArrayList<>();
        boolean several = false;
        do {
            if (tokens.atName(end) || tokens.atOperator(end) || tokens.at(Token.Type.STATEMENT_END)) {
                break;
            }
            targets.add(target());
            several |= tokens.atOperator(",");
        } while (tokens.skipOperator(","));
        if (targets.isEmpty()) {
            throw tokens.unexpected("a name");
        }
        return several ? new Node.Target.Several(targets) : targets.getFirst();
    }

    private Node.Target target() {
        if (tokens.skipOperator("(")) {
            Node.Target inside = targets(")");
            tokens.expectOperator(")");
            return inside;
        }
        String name = tokens.name();
        if (Set.of("true", "false", "none", "True", "False", "None").contains(name)) {
            throw new TemplateException("'" + name + "' cannot be assigned to", "Choose another name.");
        }
        return tokens.skipOperator(".") ? new Node.Target.Member(name, tokens.name()) : new Node.Target.Variable(name);
    }

    private Node assignment() {
        Node.Target target = targets("=");
        if (tokens.skipOperator("=")) {
            return new Node.Set(target, expressions.expressions());
        }
        List<Node.Filter> filters = tokens.skipOperator("|") ? filters(expressions.filter()) : List.of();
        return new Node.SetBlock(target, filters, bodyTo("endset"));
    }

    private List<Node.Filter> filters(Node.Filter first) {
        List<Node.Filter> filters = new ArrayList<>(List.of(first));
        while (tokens.skipOperator("|")) {
            filters.add(expressions.filter());
        }
        return filters;
    }

    private Node with() {
        List<Node.Target> targets = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!tokens.at(Token.Type.STATEMENT_END)) {
            if (!targets.isEmpty()) {
                tokens.expectOperator(",");
            }
            targets.add(target());
            tokens.expectOperator("=");
            values.add(expressions.expression());
        }
        return new Node.With(targets, values, bodyTo("endwith"));
    }

    private Node.Macro macro(String name, String end) {
        List<String> parameters = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        if (tokens.skipOperator("(")) {
            while (!tokens.skipOperator(")")) {
                parameters.add(tokens.name());
                if (tokens.skipOperator("=")) {
                    defaults.add(expressions.expression());
                } else if (!defaults.isEmpty()) {
                    throw tokens.unexpected("a default");
                }
                if (!tokens.atOperator(")")) {
                    tokens.expectOperator(",");
                }
            }
        } else if (end.equals("endmacro")) {
            throw tokens.unexpected("'('");
        }
        return new Node.Macro(name, parameters, defaults, bodyTo(end));
    }

    /** {@code {% call(x) macro(…) %}}: the parameters stand before the call, the body behind it. */
    private Node call() {
        List<String> parameters = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        if (tokens.skipOperator("(")) {
            while (!tokens.skipOperator(")")) {
                parameters.add(tokens.name());
                if (tokens.skipOperator("=")) {
                    defaults.add(expressions.expression());
                }
                if (!tokens.atOperator(")")) {
                    tokens.expectOperator(",");
                }
            }
        }
        Expr call = expressions.expression();
        return new Node.CallBlock(new Node.Macro("caller", parameters, defaults, bodyTo("endcall")), call);
    }
}
