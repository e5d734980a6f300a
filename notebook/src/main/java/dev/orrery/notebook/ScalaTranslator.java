package dev.orrery.notebook;

import java.math.BigInteger;
import java.util.List;

/** Scala. Papermill's two- and eight-digit escapes do not exist in Scala, nor do nan and inf; both are mended. */
final class ScalaTranslator extends Translator {
    @Override
    String comment(String text) {
        return ("// " + text).strip();
    }

    @Override
    String assign(String name, String value) {
        return "val " + name + " = " + value;
    }

    @Override
    String nothing() {
        return "None";
    }

    @Override
    String integer(BigInteger value) {
        return value.bitLength() < 32 ? value.toString() : value + "L";
    }

    @Override
    String notANumber() {
        return "Double.NaN";
    }

    @Override
    String infinity(boolean positive) {
        return positive ? "Double.PositiveInfinity" : "Double.NegativeInfinity";
    }

    @Override
    String string(String text) {
        return quoted(PythonText.escape(text, ScalaTranslator::utf16));
    }

    private static String utf16(int codePoint) {
        StringBuilder out = new StringBuilder();
        for (char unit : Character.toChars(codePoint)) {
            out.append(PythonText.unicodeForm(unit));
        }
        return out.toString();
    }

    @Override
    String list(List<String> items) {
        return "Seq(" + String.join(", ", items) + ")";
    }

    @Override
    String dict(List<Entry> entries) {
        return "Map(" + pairs(entries, " -> ") + ")";
    }
}
