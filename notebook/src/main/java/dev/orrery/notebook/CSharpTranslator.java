package dev.orrery.notebook;

import java.math.BigInteger;
import java.util.List;

/** C# of .NET Interactive. Mended: a two-digit escape takes in the hexadecimal digits behind it. */
final class CSharpTranslator extends Translator {
    @Override
    String comment(String text) {
        return ("// " + text).strip();
    }

    @Override
    String assign(String name, String value) {
        return "var " + name + " = " + value + ";";
    }

    @Override
    String nothing() {
        throw notTranslatable("null", "C#");
    }

    @Override
    String integer(BigInteger value) {
        return value.bitLength() < 32 ? value.toString() : value + "L";
    }

    @Override
    String notANumber() {
        return "double.NaN";
    }

    @Override
    String infinity(boolean positive) {
        return positive ? "double.PositiveInfinity" : "double.NegativeInfinity";
    }

    @Override
    String string(String text) {
        return quoted(PythonText.escape(text, PythonText::unicodeForm));
    }

    @Override
    String list(List<String> items) {
        return "new [] { " + String.join(", ", items) + " }";
    }

    @Override
    String dict(List<Entry> entries) {
        List<String> pairs = entries.stream()
                .map(entry -> "{ " + string(entry.key()) + " , " + entry.value() + " }")
                .toList();
        return "new Dictionary<string,Object>{ " + String.join(", ", pairs) + " }";
    }
}
