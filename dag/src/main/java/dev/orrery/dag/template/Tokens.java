package dev.orrery.dag.template;

import java.util.List;

/** The tokens of a template, read one after the other. */
final class Tokens {
    private final List<Token> tokens;
    private int at;

    Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(at);
    }

    Token following() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = current();
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    boolean at(Token.Type type) {
        return current().type() == type;
    }

    boolean atOperator(String text) {
        return current().is(Token.Type.OPERATOR, text);
    }

    boolean atName(String text) {
        return current().is(Token.Type.NAME, text);
    }

    boolean skipOperator(String text) {
        return skip(Token.Type.OPERATOR, text);
    }

    boolean skipName(String text) {
        return skip(Token.Type.NAME, text);
    }

    private boolean skip(Token.Type type, String text) {
        if (current().is(type, text)) {
            next();
            return true;
        }
        return false;
    }

    void expectOperator(String text) {
        if (!skipOperator(text)) {
            throw unexpected("'" + text + "'");
        }
    }

    Token expect(Token.Type type, String what) {
        if (!at(type)) {
            throw unexpected(what);
        }
        return next();
    }

    String name() {
        return expect(Token.Type.NAME, "a name").text();
    }

    TemplateException unexpected(String wanted) {
        Token token = current();
        return new TemplateException(
                "the template cannot be read: " + token.shown() + " in line " + token.line() + " where " + wanted
                        + " is expected",
                "Check its brackets, quotes and names.");
    }
}
