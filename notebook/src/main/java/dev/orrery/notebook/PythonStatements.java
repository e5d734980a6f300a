package dev.orrery.notebook;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts Python source into its statements: knows strings, comments, brackets, continued lines and semicolons, and nothing
 * more of the language. Wrong source gives wrong statements, never an error.
 */
final class PythonStatements {
    /**
     * One statement.
     *
     * @param code its lines stripped and joined, comments removed
     * @param comment the comment behind its last line, without the hash
     * @param line where it starts, counted from 1
     * @param assignment the index in code of the first assigning equals sign, or -1
     * @param inexact whether one of its lines holds two equals signs, which papermill does not read
     */
    record Statement(String code, String comment, int line, int assignment, boolean inexact) {}

    private final String source;
    private final List<Statement> statements = new ArrayList<>();
    private final StringBuilder code = new StringBuilder();
    private String comment = "";
    private String quote = "";
    private int depth;
    private int line = 1;
    private int startLine = 1;
    private int assignment = -1;
    private boolean lineStart = true;

    PythonStatements(String source) {
        this.source = source.replace("\r\n", "\n").replace('\r', '\n');
    }

    List<Statement> all() {
        int index = 0;
        while (index < source.length()) {
            index = quote.isEmpty() ? plain(index) : inString(index);
        }
        end(line);
        return statements;
    }

    static int equalsSigns(String line) {
        return (int) line.chars().filter(c -> c == '=').count();
    }

    private int inString(int index) {
        char c = source.charAt(index);
        if (source.startsWith(quote, index)) {
            code.append(quote);
            int next = index + quote.length();
            quote = "";
            return next;
        }
        if (c == '\n') {
            line++;
            if (quote.length() == 1) {
                // A single-quoted string that never ended: give up on it at the end of the line.
                quote = "";
                end(line - 1);
                return index + 1;
            }
        }
        code.append(c);
        if (c == '\\' && index + 1 < source.length()) {
            char escaped = source.charAt(index + 1);
            code.append(escaped);
            line += escaped == '\n' ? 1 : 0;
            return index + 2;
        }
        return index + 1;
    }

    private int plain(int index) {
        char c = source.charAt(index);
        return switch (c) {
            case '#' -> comment(index);
            case '\n' -> newLine(index);
            case '\\' -> continued(index);
            case '"', '\'' -> openString(index, c);
            case ';' -> {
                if (depth == 0) {
                    end(line);
                } else {
                    append(c);
                }
                yield index + 1;
            }
            default -> {
                depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 && depth > 0 ? -1 : 0;
                if (c == '=' && depth == 0 && assignment < 0 && assigns(index)) {
                    assignment = code.length();
                }
                append(c);
                yield index + 1;
            }
        };
    }

    private boolean assigns(int index) {
        char next = index + 1 < source.length() ? source.charAt(index + 1) : ' ';
        char before = index > 0 ? source.charAt(index - 1) : ' ';
        return next != '=' && "=!<>+-*/%&|^@:".indexOf(before) < 0;
    }

    private int comment(int index) {
        int end = source.indexOf('\n', index);
        int stop = end < 0 ? source.length() : end;
        comment = code.isEmpty() ? "" : source.substring(index + 1, stop).strip();
        return stop;
    }

    private int newLine(int index) {
        if (depth == 0) {
            end(line);
        } else {
            stripEnd();
            comment = "";
        }
        line++;
        lineStart = true;
        return index + 1;
    }

    private int continued(int index) {
        if (index + 1 < source.length() && source.charAt(index + 1) == '\n') {
            line++;
            return index + 2;
        }
        append('\\');
        return index + 1;
    }

    private int openString(int index, char c) {
        String triple = String.valueOf(c).repeat(3);
        quote = source.startsWith(triple, index) ? triple : String.valueOf(c);
        if (code.isEmpty()) {
            startLine = line;
        }
        lineStart = false;
        code.append(quote);
        return index + quote.length();
    }

    private void append(char c) {
        if (lineStart && Character.isWhitespace(c)) {
            return;
        }
        lineStart = false;
        if (code.isEmpty()) {
            startLine = line;
        }
        code.append(c);
    }

    private void stripEnd() {
        int length = code.length();
        while (length > 0 && Character.isWhitespace(code.charAt(length - 1))) {
            length--;
        }
        code.setLength(length);
    }

    private void end(int lastLine) {
        stripEnd();
        if (!code.isEmpty()) {
            statements.add(new Statement(code.toString(), comment, startLine, assignment, inexact(lastLine)));
        }
        code.setLength(0);
        comment = "";
        assignment = -1;
        depth = 0;
        lineStart = true;
    }

    private boolean inexact(int lastLine) {
        List<String> lines = source.lines().toList();
        return lines.subList(Math.min(startLine - 1, lines.size()), Math.min(lastLine, lines.size())).stream()
                .anyMatch(text -> equalsSigns(text) > 1);
    }
}
