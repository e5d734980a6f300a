package dev.orrery.dag.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's {@code '%02d' % value}. */
final class PercentFormat {
    private static final Pattern CONVERSION =
            Pattern.compile("%(?:\\(([^)]*)\\))?([-+ 0#]*)(\\*|\\d{0,5})(?:\\.(\\d{0,3}))?[hlL]?(.)", Pattern.DOTALL);

    private final String format;
    private final @Nullable Object values;
    private final List<? extends @Nullable Object> several;
    private int next;

    private PercentFormat(String format, @Nullable Object values) {
        this.format = format;
        this.values = values;
        this.several = values instanceof PyTuple tuple ? tuple : PyTuple.of(values);
    }

    /** A tuple gives the values one by one, a mapping by their names; any other value is the one. */
    static String percent(String format, @Nullable Object values) {
        PercentFormat one = new PercentFormat(format, values);
        String text = one.filled();
        if (one.next < one.several.size()
                && !(values instanceof Map)
                && !(values instanceof List && !(values instanceof PyTuple))) {
            throw new TemplateException(
                    "'" + format + "' has fewer places than values", "Give a place for each value.");
        }
        StringMethods.limit(text.length());
        return text;
    }

    private String filled() {
        Matcher matcher = CONVERSION.matcher(format);
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                break;
            }
            text.append(format, at, percent);
            if (!matcher.find(percent) || matcher.start() != percent) {
                throw new TemplateException("'" + format + "' ends in a '%'", "Write %% for a percent sign.");
            }
            text.append(converted(matcher));
            at = matcher.end();
        }
        return text.append(format.substring(at)).toString();
    }

    private String converted(Matcher matcher) {
        char kind = matcher.group(5).charAt(0);
        if (kind == '%') {
            return "%";
        }
        String name = matcher.group(1);
        Object value = name == null ? following() : named(name);
        String flags = matcher.group(2);
        int width = matcher.group(3).isEmpty() || matcher.group(3).equals("*") ? 0 : Integer.parseInt(matcher.group(3));
        Integer precision = matcher.group(4) == null
                ? null
                : matcher.group(4).isEmpty() ? (Integer) 0 : (Integer) Integer.parseInt(matcher.group(4));
        boolean left = flags.contains("-");
        return switch (kind) {
            case 's', 'r', 'a' -> {
                String text = kind == 's' ? PyText.str(value) : PyText.repr(value);
                String cut = precision == null ? text : text.substring(0, Math.min(text.length(), precision));
                yield padded("", cut, width, left, false);
            }
            case 'c' -> padded("", character(value), width, left, false);
            case 'd', 'i', 'u', 'x', 'X', 'o' -> {
                BigInteger number = whole(value, kind);
                int radix = kind == 'o' ? 8 : kind == 'x' || kind == 'X' ? 16 : 10;
                String digits = number.abs().toString(radix);
                String text = "0".repeat(Math.max(0, (precision == null ? 0 : precision) - digits.length())) + digits;
                String prefix =
                        sign(number.signum() < 0, flags) + (flags.contains("#") && radix != 10 ? "0" + kind : "");
                yield padded(
                        prefix, kind == 'X' ? text.toUpperCase(Locale.ROOT) : text, width, left, flags.contains("0"));
            }
            case 'e', 'E', 'f', 'F', 'g', 'G' -> {
                double number = real(value);
                int digits = precision == null ? 6 : precision;
                String text = finite(Math.abs(number), Character.toLowerCase(kind), digits, flags.contains("#"));
                yield padded(
                        sign(number < 0 || (number == 0 && 1 / number < 0), flags),
                        Character.isUpperCase(kind) ? text.toUpperCase(Locale.ROOT) : text,
                        width,
                        left,
                        flags.contains("0"));
            }
            default ->
                throw new TemplateException(
                        "'" + format + "' has the unknown place '%" + kind + "'", "Write %% for a percent sign.");
        };
    }

    private static String finite(double number, char kind, int digits, boolean alternate) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.isNaN(number) ? "nan" : "inf";
        }
        return switch (kind) {
            case 'f' -> FormatSpec.fixed(number, digits);
            case 'e' -> FormatSpec.exponential(number, digits);
            default -> FormatSpec.general(number, Math.max(1, digits), alternate, false);
        };
    }

    private @Nullable Object following() {
        if (next >= several.size()) {
            throw new TemplateException("'" + format + "' has more places than values", "Give a value for each place.");
        }
        return Undefined.checked(several.get(next++));
    }

    private @Nullable Object named(String name) {
        if (values instanceof Map<?, ?> map && map.containsKey(name)) {
            return map.get(name);
        }
        throw new TemplateException("'" + format + "' has no value for '" + name + "'", "Give a mapping with it.");
    }

    private static String sign(boolean negative, String flags) {
        return negative ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
    }

    private static String padded(String prefix, String text, int width, boolean left, boolean zeros) {
        int space = Math.max(0, width - prefix.length() - text.length());
        if (left) {
            return prefix + text + " ".repeat(space);
        }
        return zeros ? prefix + "0".repeat(space) + text : " ".repeat(space) + prefix + text;
    }

    private static String character(@Nullable Object value) {
        if (value instanceof String text && text.codePointCount(0, text.length()) == 1) {
            return text;
        }
        if (value instanceof Long code && Character.isValidCodePoint(code.intValue())) {
            return Character.toString(code.intValue());
        }
        throw new TemplateException(PyText.kind(value) + " is no character", "Format a text with the letter s.");
    }

    private static BigInteger whole(@Nullable Object value, char kind) {
        if (value instanceof Double number && "diu".indexOf(kind) >= 0 && !number.isNaN() && !number.isInfinite()) {
            return new BigDecimal(number).toBigInteger();
        }
        if (value != null && PyNumbers.isWhole(value)) {
            return PyNumbers.big(value);
        }
        throw new TemplateException(
                PyText.kind(value) + " cannot be formatted as a whole number", "Format a text with the letter s.");
    }

    private static double real(@Nullable Object value) {
        if (value != null && PyNumbers.isNumber(value)) {
            return PyNumbers.real(value);
        }
        throw new TemplateException(
                PyText.kind(value) + " cannot be formatted as a number", "Format a text with the letter s.");
    }
}
