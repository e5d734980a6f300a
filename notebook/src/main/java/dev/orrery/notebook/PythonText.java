package dev.orrery.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;

/** Text as Python writes it: floats, lines, escapes. */
public final class PythonText {
    private PythonText() {}

    /** Python's {@code repr} of a float: shortest digits, {@code 1e+16}, {@code 1e-05}, {@code nan}, {@code inf}. */
    public static String repr(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String sign = value < 0 || (value == 0 && 1 / value < 0) ? "-" : "";
        double magnitude = Math.abs(value);
        if (magnitude == 0) {
            return sign + "0.0";
        }
        BigDecimal shortest = shortest(magnitude);
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        return sign + (point > -4 && point <= 16 ? plain(digits, point) : scientific(digits, point - 1));
    }

    /** Java writes at least two digits (4.9E-324 where 5e-324 is shorter), so a single digit is tried on top. */
    private static BigDecimal shortest(double magnitude) {
        BigDecimal decimal = new BigDecimal(Double.toString(magnitude)).stripTrailingZeros();
        if (decimal.precision() == 2) {
            BigDecimal one =
                    decimal.round(new MathContext(1, RoundingMode.HALF_EVEN)).stripTrailingZeros();
            if (one.doubleValue() == magnitude) {
                return one;
            }
        }
        return decimal;
    }

    private static String plain(String digits, int point) {
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        if (point >= digits.length()) {
            return digits + "0".repeat(point - digits.length()) + ".0";
        }
        return digits.substring(0, point) + "." + digits.substring(point);
    }

    private static String scientific(String digits, int exponent) {
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String sign = exponent < 0 ? "-" : "+";
        int size = Math.abs(exponent);
        return mantissa + "e" + sign + (size < 10 ? "0" : "") + size;
    }

    /** Python's {@code splitlines(keepends=True)}: ten line ends, not only the usual three. */
    public static List<String> splitLines(String text) {
        List<String> lines = new ArrayList<>();
        for (int start = 0; start < text.length(); ) {
            int end = lineEnd(text, start);
            lines.add(text.substring(start, end));
            start = end;
        }
        return lines;
    }

    /** Where the line that begins there ends, its line end included. */
    static int lineEnd(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isLineEnd(c)) {
                return c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? i + 2 : i + 1;
            }
        }
        return text.length();
    }

    static boolean isLineEnd(char c) {
        return (c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    /** Python's {@code unicode_escape} codec. */
    static String unicodeEscape(String text) {
        return escape(text, PythonText::escapedCodePoint);
    }

    /** {@link #unicodeEscape} with another form for what is neither printable ASCII nor has a short escape. */
    static String escape(String text, IntFunction<String> other) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        out.append((char) c);
                    } else {
                        out.append(other.apply(c));
                    }
                }
            }
        });
        return out.toString();
    }

    private static String escapedCodePoint(int c) {
        return c <= 0xff ? "\\x" + hex(c, 2) : unicodeForm(c);
    }

    /** Four digits, or eight above the basic plane. */
    static String unicodeForm(int c) {
        return c <= 0xffff ? "\\u" + hex(c, 4) : "\\U" + hex(c, 8);
    }

    static String hex(int value, int digits) {
        return HexFormat.of().toHexDigits(value, digits);
    }
}
