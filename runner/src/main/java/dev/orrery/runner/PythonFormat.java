package dev.orrery.runner;

import dev.orrery.notebook.PythonText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's format specifications for texts, whole numbers, floats and times: what file names use of them. */
final class PythonFormat {
    private static final Pattern SPEC = Pattern.compile(
            "(?:(.)?([<>^=]))?([-+ ])?(0)?(\\d{1,4})?(,|_)?(?:\\.(\\d{1,4}))?([bcdeEfFgGnosxX%])?", Pattern.DOTALL);

    private PythonFormat() {}

    static String format(@Nullable Object value, String spec) {
        if (spec.isEmpty()) {
            return PathTemplate.text(value);
        }
        if (value instanceof ZonedDateTime time) {
            return Strftime.format(time, spec);
        }
        Matcher matcher = SPEC.matcher(spec);
        if (!matcher.matches()) {
            throw bad(spec);
        }
        return switch (value) {
            case BigInteger whole
            when isFloatType(matcher.group(8)) -> number(decimal(whole.doubleValue(), matcher, spec), matcher);
            case BigInteger whole -> number(integer(whole, matcher, spec), matcher);
            case Double number -> number(decimal(number, matcher, spec), matcher);
            case String text -> text(text, matcher, spec);
            case null, default -> throw bad(spec);
        };
    }

    private static RunException bad(String spec) {
        return new RunException(
                "The format ':" + spec + "' does not fit the parameter's value. Remove it from the path.");
    }

    private static boolean isFloatType(@Nullable String type) {
        return type != null && "eEfFgG%".contains(type);
    }

    private static String text(String text, Matcher matcher, String spec) {
        String type = matcher.group(8);
        if ((type != null && !type.equals("s")) || matcher.group(3) != null || "=".equals(matcher.group(2))) {
            throw bad(spec);
        }
        String precision = matcher.group(7);
        String cut = precision == null ? text : text.substring(0, Math.min(text.length(), Integer.parseInt(precision)));
        return pad(cut, matcher, "<");
    }

    private static String integer(BigInteger value, Matcher matcher, String spec) {
        String type = matcher.group(8) == null ? "d" : String.valueOf(matcher.group(8));
        return switch (type) {
            case "d", "n" -> grouped(value.toString(), matcher.group(6));
            case "x" -> value.toString(16);
            case "X" -> value.toString(16).toUpperCase(Locale.ROOT);
            case "o" -> value.toString(8);
            case "b" -> value.toString(2);
            default -> throw bad(spec);
        };
    }

    private static String decimal(double value, Matcher matcher, String spec) {
        String type = matcher.group(8);
        if (type == null && matcher.group(7) == null) {
            return PythonText.repr(value);
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return PythonText.repr(value);
        }
        int precision = matcher.group(7) == null ? 6 : Integer.parseInt(matcher.group(7));
        String kind = type == null ? "" : type;
        return switch (kind) {
            case "f", "F" -> grouped(fixed(value, precision), matcher.group(6));
            case "%" -> fixed(value * 100, precision) + "%";
            case "e", "E" -> String.format(Locale.ROOT, "%." + precision + kind, value);
            default -> throw bad(spec);
        };
    }

    private static String fixed(double value, int precision) {
        return new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String grouped(String digits, @Nullable String separator) {
        if (separator == null) {
            return digits;
        }
        int point = digits.indexOf('.');
        int end = point < 0 ? digits.length() : point;
        StringBuilder out = new StringBuilder(digits);
        int first = digits.startsWith("-") ? 1 : 0;
        for (int i = end - 3; i > first; i -= 3) {
            out.insert(i, separator);
        }
        return out.toString();
    }

    private static String number(String text, Matcher matcher) {
        String sign = matcher.group(3);
        boolean unsigned = !text.startsWith("-");
        return pad(unsigned && sign != null && !sign.equals("-") ? sign + text : text, matcher, ">");
    }

    private static String pad(String text, Matcher matcher, String byDefault) {
        String width = matcher.group(5);
        int missing = width == null ? 0 : Integer.parseInt(width) - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        boolean zero = matcher.group(4) != null;
        String fill = matcher.group(1) != null ? String.valueOf(matcher.group(1)) : zero ? "0" : " ";
        String given = matcher.group(2);
        String align = given != null ? given : zero && byDefault.equals(">") ? "=" : byDefault;
        int left = align.equals("^") ? missing / 2 : align.equals("<") ? 0 : missing;
        if (align.equals("=")) {
            int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
            return text.substring(0, sign) + fill.repeat(missing) + text.substring(sign);
        }
        return fill.repeat(left) + text + fill.repeat(missing - left);
    }
}
