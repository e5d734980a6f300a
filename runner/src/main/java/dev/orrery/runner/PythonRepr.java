package dev.orrery.runner;

import dev.orrery.notebook.PythonText;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Python's {@code str()}, {@code repr()} and {@code ascii()} of what a parameter can be. */
final class PythonRepr {
    private PythonRepr() {}

    /** {@code str()}. */
    static String text(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case ZonedDateTime time -> Strftime.iso(time);
            case LocalDateTime time -> Strftime.iso(time);
            case null, default -> repr(value);
        };
    }

    /** {@code repr()}. */
    static String repr(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean truth -> truth ? "True" : "False";
            case Double number -> PythonText.repr(number);
            case String text -> quoted(text);
            case List<?> list -> list.stream().map(PythonRepr::repr).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> repr(entry.getKey()) + ": " + repr(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }

    /** {@code ascii()}: {@link #repr} with escapes for all that is not ASCII. */
    static String ascii(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        repr(value).codePoints().forEach(c -> {
            if (c < 0x7f) {
                out.append((char) c);
            } else {
                escape(c, out);
            }
        });
        return out.toString();
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (isPrintable(c)) {
                        out.appendCodePoint(c);
                    } else {
                        escape(c, out);
                    }
                }
            }
        });
        return out.append(quote).toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    private static void escape(int c, StringBuilder out) {
        HexFormat hex = HexFormat.of();
        if (c <= 0xff) {
            out.append("\\x").append(hex.toHexDigits(c, 2));
        } else if (c <= 0xffff) {
            out.append("\\u").append(hex.toHexDigits(c, 4));
        } else {
            out.append("\\U").append(hex.toHexDigits(c, 8));
        }
    }
}
