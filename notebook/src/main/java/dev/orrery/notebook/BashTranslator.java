package dev.orrery.notebook;

import java.util.List;

/** Bash: words quoted as POSIX shells want them, but for those with control characters. */
final class BashTranslator extends Translator {
    @Override
    String comment(String text) {
        return ("# " + text).strip();
    }

    @Override
    String assign(String name, String value) {
        return name + "=" + value;
    }

    @Override
    String nothing() {
        return "";
    }

    @Override
    String notANumber() {
        return "nan";
    }

    @Override
    String infinity(boolean positive) {
        return positive ? "inf" : "-inf";
    }

    @Override
    String string(String text) {
        if (!text.isEmpty() && text.chars().allMatch(BashTranslator::isPlain)) {
            return text;
        }
        return text.chars().anyMatch(BashTranslator::isControl)
                ? escaped(text)
                : "'" + text.replace("'", "'\"'\"'") + "'";
    }

    /** Within {@code $'…'}: a kernel types the text into a terminal, which takes a raw tab or escape for a key. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder("$'");
        text.codePoints().forEach(c -> {
            if (c == '\'' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (isControl(c)) {
                out.append("\\x").append(PythonText.hex(c, 2));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('\'').toString();
    }

    private static boolean isControl(int c) {
        return (c < ' ' && c != '\n') || c == 0x7f;
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "_@%+=:,./-".indexOf(c) >= 0;
    }

    @Override
    String list(List<String> items) {
        return "(" + String.join(" ", items) + ")";
    }

    @Override
    String dict(List<Entry> entries) {
        throw notTranslatable("a mapping", "bash");
    }
}
