package dev.orrery.dag.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's format specification, such as {@code >10,.2f}. */
final class FormatSpec {
    private static final Pattern SPEC = Pattern.compile(
            "(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\\d{1,5})?([,_])?(?:\\.(\\d{1,3}))?([bcdeEfFgGnosxX%])?",
            Pattern.DOTALL);

    private final String fill;
    private final @Nullable String align;
    private final String sign;
    private final boolean alternate;
    private final int width;
    private final @Nullable String grouping;
    private final @Nullable Integer precision;
    private final char kind;

    private FormatSpec(Matcher matcher) {
        boolean zero = matcher.group(6) != null;
        this.fill = matcher.group(1) != null ? matcher.group(1) : zero && matcher.group(2) == null ? "0" : " ";
        this.align = matcher.group(2) != null ? matcher.group(2) : zero ? "=" : null;
        this.sign = matcher.group(3) == null ? "-" : matcher.group(3);
        this.alternate = matcher.group(5) != null;
        this.width = matcher.group(7) == null ? 0 : Integer.parseInt(matcher.group(7));
        this.grouping = matcher.group(8);
        this.precision = matcher.group(9) == null ? null : (Integer) Integer.parseInt(matcher.group(9));
        this.kind = matcher.group(10) == null ? ' ' : matcher.group(10).charAt(0);
    }

    /** Python's {@code format(value, spec)}. */
    static String format(@Nullable Object value, String spec) {
        if (spec.isEmpty()) {
            return PyText.str(value);
        }
        if (value instanceof PyDateTime || value instanceof PyDate || value instanceof PyTime) {
            return PyText.str(Access.call(Access.attribute(value, "strftime"), Arguments.of("strftime", spec)));
        }
        Matcher matcher = SPEC.matcher(spec);
        if (!matcher.matches()) {
            throw new TemplateException("format() cannot do ':" + spec + "'", "Write such as :02d or :.2f.");
        }
        return new FormatSpec(matcher).of(value);
    }

    private String of(@Nullable Object value) {
        if (value instanceof String text) {
            if ((kind != 's' && kind != ' ') || "=".equals(align)) {
                throw wrong(value);
            }
            return padded("", precision == null ? text : text.substring(0, Math.min(precision, text.length())), "<");
        }
        if (value == null || !PyNumbers.isNumber(value) || kind == 's') {
            throw wrong(value);
        }
        boolean whole = PyNumbers.isWhole(value);
        return switch (kind) {
            case 'b', 'o', 'x', 'X', 'd', 'n', 'c', ' ' ->
                whole
                        ? (kind == ' ' && precision != null ? throwWrong(value) : integer(PyNumbers.big(value)))
                        : kind == ' ' || kind == 'n' ? real(PyNumbers.real(value)) : throwWrong(value);
            default -> real(PyNumbers.real(value));
        };
    }

    private String throwWrong(Object value) {
        throw wrong(value);
    }

    private TemplateException wrong(@Nullable Object value) {
        return new TemplateException(
                "the format '" + kind + "' does not fit " + PyText.kind(value),
                "Format a text with s, a number with d or f.");
    }

    private String integer(BigInteger number) {
        int radix = switch (kind) {
            case 'b' -> 2;
            case 'o' -> 8;
            case 'x', 'X' -> 16;
            default -> 10;
        };
        String digits = kind == 'c'
                ? Character.toString(number.intValue())
                : number.abs().toString(radix);
        String prefix = alternate && radix != 10 ? "0" + kind : "";
        String text = grouped(kind == 'X' ? digits.toUpperCase(Locale.ROOT) : digits, radix == 10 ? 3 : 4);
        return padded(sign(number.signum() < 0) + prefix, text, ">");
    }

    private String real(double number) {
        String prefix = sign(number < 0 || (number == 0 && 1 / number < 0));
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            String word = Double.isNaN(number) ? "nan" : "inf";
            return padded(
                    prefix,
                    (Character.isUpperCase(kind) ? word.toUpperCase(Locale.ROOT) : word) + (kind == '%' ? "%" : ""),
                    ">");
        }
        double size = Math.abs(number);
        String text = switch (kind) {
            case 'f', 'F' -> fixed(size, precision == null ? 6 : precision);
            case 'e', 'E' -> exponential(size, precision == null ? 6 : precision);
            case '%' -> fixed(size * 100, precision == null ? 6 : precision) + "%";
            case 'g', 'G', 'n' -> general(size, precision == null ? 6 : Math.max(1, precision), false);
            default -> precision == null ? PyText.str(size) : general(size, Math.max(1, precision), true);
        };
        int point = text.indexOf('.') >= 0
                ? text.indexOf('.')
                : text.indexOf('e') >= 0 ? text.indexOf('e') : text.endsWith("%") ? text.length() - 1 : text.length();
        String all = grouped(text.substring(0, point), 3) + text.substring(point);
        return padded(prefix, Character.isUpperCase(kind) ? all.toUpperCase(Locale.ROOT) : all, ">");
    }

    static String fixed(double number, int precision) {
        return new BigDecimal(number)
                .setScale(precision, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    static String exponential(double number, int precision) {
        if (number == 0) {
            return (precision == 0 ? "0" : "0." + "0".repeat(precision)) + "e+00";
        }
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        String digits = rounded.unscaledValue().toString();
        digits = digits.length() > precision
                ? digits.substring(0, precision + 1)
                : digits + "0".repeat(precision + 1 - digits.length());
        return digits.charAt(0) + (precision == 0 ? "" : "." + digits.substring(1)) + exponent(exponent);
    }

    private static String exponent(int exponent) {
        return "e" + (exponent < 0 ? "-" : "+") + "%02d".formatted(Math.abs(exponent));
    }

    String general(double number, int digits, boolean point) {
        return general(number, digits, alternate, point);
    }

    /** @param point whether a whole number keeps a point and a zero */
    static String general(double number, int digits, boolean alternate, boolean point) {
        if (number == 0) {
            return point ? "0.0" : "0";
        }
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent >= (point ? Math.max(1, digits) : digits)) {
            String text = exponential(number, digits - 1);
            int at = text.indexOf('e');
            String mantissa = alternate ? text.substring(0, at) : stripped(text.substring(0, at));
            return mantissa + text.substring(at);
        }
        String plain = rounded.setScale(Math.max(0, digits - 1 - exponent), RoundingMode.HALF_EVEN)
                .toPlainString();
        String bare = alternate ? plain : stripped(plain);
        return point && bare.indexOf('.') < 0 ? bare + ".0" : bare;
    }

    private static String stripped(String plain) {
        return plain.indexOf('.') < 0 ? plain : plain.replaceFirst("\\.?0+$", "");
    }

    private String sign(boolean negative) {
        return negative ? "-" : sign.equals("-") ? "" : sign;
    }

    private String grouped(String digits, int size) {
        if (grouping == null) {
            return digits;
        }
        StringBuilder grouped = new StringBuilder(digits);
        for (int at = digits.length() - size; at > 0; at -= size) {
            grouped.insert(at, grouping);
        }
        return grouped.toString();
    }

    private String padded(String prefix, String text, String otherwise) {
        int space = Math.max(0, width - prefix.length() - text.length());
        return switch (align == null ? otherwise : align) {
            case "<" -> prefix + text + fill.repeat(space);
            case ">" -> fill.repeat(space) + prefix + text;
            case "^" -> fill.repeat(space / 2) + prefix + text + fill.repeat(space - space / 2);
            default -> prefix + fill.repeat(space) + text;
        };
    }
}
