package dev.orrery.dag.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a template into tokens as Jinja 3 does with its default settings. */
final class Lexer {
    private static final Pattern OPEN = Pattern.compile("\\{[{%#]");
    private static final Pattern RAW = Pattern.compile("\\{%[-+]?\\s*raw\\s*(-?)%\\}");
    private static final Pattern END_RAW = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*([-+]?)%\\}");
    private static final Pattern END_COMMENT = Pattern.compile("([-+]?)#\\}");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern FLOAT = Pattern.compile(
            "(?<!\\.)(?:\\d+_)*\\d+(?:(?:\\.(?:\\d+_)*\\d+)?[eE][+\\-]?(?:\\d+_)*\\d+|\\.(?:\\d+_)*\\d+)");
    private static final Pattern INTEGER =
            Pattern.compile("0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\\da-fA-F])+|[1-9](?:_?\\d)*|0(?:_?0)*");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}\\p{Mn}_]*");
    private static final Pattern STRING = Pattern.compile(
            "'([^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+)'|\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"", Pattern.DOTALL);
    private static final Pattern OPERATOR = Pattern.compile("\\*\\*|//|==|!=|>=|<=|[-+/*%~\\[\\](){}<>=.:|,;]");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean stripNext;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        Lexer lexer = new Lexer(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source);
        lexer.root();
        return lexer.tokens;
    }

    private void root() {
        Matcher open = OPEN.matcher(source);
        while (at < source.length()) {
            if (!open.find(at)) {
                data(source.length(), false);
                break;
            }
            int start = open.start();
            boolean strip = start + 2 < source.length() && source.charAt(start + 2) == '-';
            data(start, strip);
            Matcher raw = RAW.matcher(source).region(start, source.length());
            if (raw.lookingAt()) {
                raw(raw, start);
                continue;
            }
            boolean sign = strip || (start + 2 < source.length() && source.charAt(start + 2) == '+');
            at = start + (sign ? 3 : 2);
            switch (source.charAt(start + 1)) {
                case '#' -> comment(start);
                case '{' -> code(Token.Type.EXPRESSION, Token.Type.EXPRESSION_END, "{{", "}}", start);
                default -> code(Token.Type.STATEMENT, Token.Type.STATEMENT_END, "{%", "%}", start);
            }
        }
        add(Token.Type.END, "", source.length());
    }

    private void data(int end, boolean strip) {
        String text = source.substring(at, end);
        if (stripNext) {
            text = text.stripLeading();
            stripNext = false;
        }
        if (strip) {
            text = text.stripTrailing();
        }
        if (!text.isEmpty()) {
            add(Token.Type.DATA, text, at);
        }
        at = end;
    }

    private void raw(Matcher open, int start) {
        at = open.end();
        stripNext = open.group(1).equals("-");
        Matcher end = END_RAW.matcher(source);
        if (!end.find(at)) {
            throw unclosed("{% raw %}", "{% endraw %}", start);
        }
        data(end.start(), end.group(1).equals("-"));
        at = end.end();
        stripNext = end.group(2).equals("-");
    }

    private void comment(int start) {
        Matcher end = END_COMMENT.matcher(source);
        if (!end.find(at)) {
            throw unclosed("{#", "#}", start);
        }
        at = end.end();
        stripNext = end.group(1).equals("-");
    }

    private void code(Token.Type begin, Token.Type end, String open, String close, int start) {
        add(begin, open, start);
        Deque<Character> brackets = new ArrayDeque<>();
        while (true) {
            skip();
            if (at >= source.length()) {
                throw unclosed(open, close, start);
            }
            if (brackets.isEmpty() && closes(close)) {
                add(end, close, at);
                return;
            }
            token(brackets, open, close, start);
        }
    }

    private boolean closes(String close) {
        char sign = source.charAt(at);
        boolean signed = (sign == '-' || sign == '+') && source.startsWith(close, at + 1);
        if (!signed && !source.startsWith(close, at)) {
            return false;
        }
        stripNext = signed && sign == '-';
        at += close.length() + (signed ? 1 : 0);
        return true;
    }

    private void token(Deque<Character> brackets, String open, String close, int start) {
        if (take(FLOAT, Token.Type.FLOAT) || take(INTEGER, Token.Type.INTEGER) || take(NAME, Token.Type.NAME)) {
            return;
        }
        Matcher string = STRING.matcher(source).region(at, source.length());
        if (string.lookingAt()) {
            String text = string.group(1) == null ? string.group(2) : string.group(1);
            add(Token.Type.STRING, Escapes.decoded(text), at);
            at = string.end();
            return;
        }
        int place = at;
        if (!take(OPERATOR, Token.Type.OPERATOR)) {
            char c = source.charAt(at);
            throw c == '\'' || c == '"'
                    ? unclosed(open, close, start)
                    : new TemplateException(
                            "the template cannot be read: unexpected '" + c + "' in line " + line(at), "Remove it.");
        }
        char c = source.charAt(place);
        if ("([{".indexOf(c) >= 0) {
            brackets.push(")]}".charAt("([{".indexOf(c)));
        } else if (")]}".indexOf(c) >= 0) {
            if (brackets.isEmpty() || brackets.pop() != c) {
                throw new TemplateException(
                        "the template cannot be read: unexpected '" + c + "' in line " + line(place),
                        "Check its brackets.");
            }
        }
    }

    private void skip() {
        Matcher space = SPACE.matcher(source).region(at, source.length());
        if (space.lookingAt()) {
            at = space.end();
        }
    }

    private boolean take(Pattern pattern, Token.Type type) {
        Matcher matcher = pattern.matcher(source).region(at, source.length()).useTransparentBounds(true);
        if (!matcher.lookingAt()) {
            return false;
        }
        add(type, matcher.group(), at);
        at = matcher.end();
        return true;
    }

    private void add(Token.Type type, String text, int place) {
        tokens.add(new Token(type, text, line(place)));
    }

    private int line(int place) {
        int line = 1;
        for (int i = source.indexOf('\n'); i >= 0 && i < place; i = source.indexOf('\n', i + 1)) {
            line++;
        }
        return line;
    }

    private TemplateException unclosed(String open, String close, int start) {
        return new TemplateException(
                "'" + open + "' in line " + line(start) + " is never closed", "Add '" + close + "' where it ends.");
    }
}
