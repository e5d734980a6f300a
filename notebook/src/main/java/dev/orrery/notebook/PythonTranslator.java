package dev.orrery.notebook;

import java.util.List;

/** Python. */
final class PythonTranslator extends Translator {
    @Override
    boolean declaresInPython() {
        return true;
    }

    @Override
    String comment(String text) {
        return ("# " + text).strip();
    }

    @Override
    String nothing() {
        return "None";
    }

    @Override
    String bool(boolean value) {
        return value ? "True" : "False";
    }

    @Override
    String notANumber() {
        return "float('nan')";
    }

    @Override
    String infinity(boolean positive) {
        return positive ? "float('inf')" : "float('-inf')";
    }

    @Override
    String list(List<String> items) {
        return "[" + String.join(", ", items) + "]";
    }

    @Override
    String dict(List<Entry> entries) {
        return "{" + pairs(entries, ": ") + "}";
    }
}
