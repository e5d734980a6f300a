package dev.orrery.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters that a cell of Python declares: assignments to a name, with annotation, type comment and help. */
record PythonDeclarations(List<Parameter> parameters, List<String> warnings) {
    private static final Set<String> KEYWORDS = Set.of("else", "try", "finally", "lambda", "class", "def", "if", "for");

    static PythonDeclarations of(String source) {
        List<Parameter> parameters = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        PythonStatements statements = new PythonStatements(source);
        for (PythonStatements.Statement statement : statements.all()) {
            Parameter parameter = parameter(statement);
            if (parameter != null) {
                parameters.add(parameter);
            }
        }
        List<String> lines = PythonText.splitLines(source);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripTrailing();
            if (!line.strip().startsWith("#") && PythonStatements.equalsSigns(line) > 1) {
                warnings.add("Unable to parse line " + (i + 1) + " '" + line + "'.");
            }
        }
        return new PythonDeclarations(parameters, warnings);
    }

    private static @Nullable Parameter parameter(PythonStatements.Statement statement) {
        String code = statement.code();
        int nameEnd = 0;
        while (nameEnd < code.length() && isNamePart(code.charAt(nameEnd), nameEnd)) {
            nameEnd++;
        }
        int sign = statement.assignment();
        if (nameEnd == 0 || sign < nameEnd || KEYWORDS.contains(code.substring(0, nameEnd))) {
            return null;
        }
        String between = code.substring(nameEnd, sign).strip();
        if (!between.isEmpty() && !between.startsWith(":")) {
            return null;
        }
        String type = between.isEmpty() ? null : unquoted(between.substring(1).strip());
        String comment = statement.comment();
        if (comment.startsWith("type:")) {
            String rest = comment.substring("type:".length()).strip();
            int end = 0;
            while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
                end++;
            }
            type = type != null ? type : rest.substring(0, end);
            comment = rest.substring(end).strip();
        }
        return new Parameter(
                code.substring(0, nameEnd),
                type == null || type.isEmpty() ? null : type,
                code.substring(sign + 1).strip(),
                comment,
                statement.line(),
                statement.inexact());
    }

    private static boolean isNamePart(char c, int index) {
        return c == '_' || (index == 0 ? Character.isLetter(c) : Character.isLetterOrDigit(c));
    }

    private static String unquoted(String annotation) {
        int last = annotation.length() - 1;
        boolean quoted = last > 0
                && (annotation.charAt(0) == '"' || annotation.charAt(0) == '\'')
                && annotation.charAt(last) == annotation.charAt(0);
        return quoted ? annotation.substring(1, last).strip() : annotation;
    }
}
