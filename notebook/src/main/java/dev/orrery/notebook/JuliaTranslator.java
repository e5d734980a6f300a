package dev.orrery.notebook;

import java.util.List;

/** Julia. Mended: a dollar sign interpolates, two-digit escapes are bytes, nan and inf are spelt otherwise. */
final class JuliaTranslator extends Translator {
    @Override
    String comment(String text) {
        return ("# " + text).strip();
    }

    @Override
    String nothing() {
        return "nothing";
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
        return quoted(PythonText.escape(text, PythonText::unicodeForm)).replace("$", "\\$");
    }

    @Override
    String list(List<String> items) {
        return "[" + String.join(", ", items) + "]";
    }

    @Override
    String dict(List<Entry> entries) {
        return "Dict(" + pairs(entries, " => ") + ")";
    }
}
