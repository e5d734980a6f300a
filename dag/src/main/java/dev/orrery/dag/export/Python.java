package dev.orrery.dag.export;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as Python source. */
final class Python {
    private Python() {}

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean truth -> truth ? "True" : "False";
            case Double number when number.isNaN() -> "float(\"nan\")";
            case Double number when number.isInfinite() -> "float(\"" + (number > 0 ? "" : "-") + "inf\")";
            case Number number -> number.toString();
            case Duration length -> "timedelta(seconds=" + seconds(length) + ")";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> text(String.valueOf(entry.getKey())) + ": " + of(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(Python::of).collect(Collectors.joining(", ", "[", "]"));
            case Code(String source) -> source;
            default -> text(value.toString());
        };
    }

    /** Source that stands for itself. */
    record Code(String source) {}

    private static String seconds(Duration length) {
        return length.toNanosPart() == 0 ? String.valueOf(length.toSeconds()) : String.valueOf(length.toNanos() / 1e9);
    }

    static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        quoted.append("\\x%02x".formatted(c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
