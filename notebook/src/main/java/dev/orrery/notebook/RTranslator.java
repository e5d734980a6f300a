package dev.orrery.notebook;

import java.util.List;

/** R. Papermill's two-digit escapes are bytes in R and its nan and inf are no words of R; both are mended. */
final class RTranslator extends Translator {
    @Override
    String comment(String text) {
        return ("# " + text).strip();
    }

    /** R's names cannot begin with an underscore. */
    @Override
    String assign(String name, String value) {
        int start = 0;
        while (start < name.length() && name.charAt(start) == '_') {
            start++;
        }
        return name.substring(start) + " = " + value;
    }

    @Override
    String nothing() {
        return "NULL";
    }

    @Override
    String bool(boolean value) {
        return value ? "TRUE" : "FALSE";
    }

    @Override
    String notANumber() {
        return "NaN";
    }

    @Override
    String infinity(boolean positive) {
        return positive ? "Inf" : "-Inf";
    }

    @Override
    String string(String text) {
        return quoted(PythonText.escape(text, PythonText::unicodeForm));
    }

    @Override
    String list(List<String> items) {
        return "list(" + String.join(", ", items) + ")";
    }

    @Override
    String dict(List<Entry> entries) {
        return "list(" + pairs(entries, " = ") + ")";
    }
}
