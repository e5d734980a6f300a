package dev.orrery.notebook;

import java.util.List;

/** PowerShell. Its escape character is the backtick; papermill leaves dollar signs and backticks as they are, which lets a value run
 * code. Here every character that a double-quoted string gives a meaning to is escaped, and no other. */
final class PowerShellTranslator extends Translator {
    @Override
    String comment(String text) {
        return ("# " + text).strip();
    }

    @Override
    String assign(String name, String value) {
        return "$" + name + " = " + value;
    }

    @Override
    String nothing() {
        return "$Null";
    }

    @Override
    String bool(boolean value) {
        return value ? "$True" : "$False";
    }

    @Override
    String notANumber() {
        return "[double]::NaN";
    }

    @Override
    String infinity(boolean positive) {
        return positive ? "[double]::PositiveInfinity" : "[double]::NegativeInfinity";
    }

    @Override
    String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                // The curly quotes end a string just as the straight one does.
                case '"', '`', '$', 0x201c, 0x201d, 0x201e -> out.append('`').appendCodePoint(c);
                case '\n' -> out.append("`n");
                case '\r' -> out.append("`r");
                case '\t' -> out.append("`t");
                case 0 -> out.append("`0");
                default -> out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }

    @Override
    String list(List<String> items) {
        return "@(" + String.join(", ", items) + ")";
    }

    @Override
    String dict(List<Entry> entries) {
        List<String> pairs = entries.stream()
                .map(entry -> string(entry.key()) + " = " + entry.value())
                .toList();
        return "@{" + String.join("\n ", pairs) + "}";
    }
}
