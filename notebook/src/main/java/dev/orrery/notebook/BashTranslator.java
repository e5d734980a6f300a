package dev.orrery.notebook;

import java.util.List;

/** Bash: words quoted as POSIX shells want them. */
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
        return "'" + text.replace("'", "'\"'\"'") + "'";
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
