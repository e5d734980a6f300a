package dev.orrery.notebook;

import java.util.List;

/** Matlab. Its double-quoted strings do not read backslashes, so escapes stay visible, as with papermill. */
final class MatlabTranslator extends Translator {
    @Override
    String comment(String text) {
        return ("% " + text).strip();
    }

    @Override
    String assign(String name, String value) {
        return name + " = " + value + ";";
    }

    @Override
    String nothing() {
        return "NaN";
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
        return '"' + PythonText.unicodeEscape(text).replace("\"", "\"\"") + '"';
    }

    @Override
    String list(List<String> items) {
        return "{" + String.join(", ", items) + "}";
    }

    @Override
    String dict(List<Entry> entries) {
        String keys = String.join(
                ", ", entries.stream().map(entry -> characters(entry.key())).toList());
        String values = String.join(", ", entries.stream().map(Entry::value).toList());
        return "containers.Map({" + keys + "}, {" + values + "})";
    }

    private static String characters(String text) {
        return "'" + PythonText.unicodeEscape(text).replace("'", "''") + "'";
    }
}
