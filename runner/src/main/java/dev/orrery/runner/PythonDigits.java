package dev.orrery.runner;

import dev.orrery.notebook.PythonText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The digits of a float that is not negative, in one of the types of Python's format specifications. */
final class PythonDigits {
    private static final int DEFAULT_PRECISION = 6;

    private PythonDigits() {}

    /**
     * @param type one of {@code e E f F g G n %}, or empty
     * @param alternate whether a point is written even where no digit follows, and trailing zeros stay
     */
    static String of(double value, String type, @Nullable Integer precision, boolean alternate) {
        boolean upper = !type.isEmpty() && Character.isUpperCase(type.charAt(0));
        String text = switch (type.toLowerCase(Locale.ROOT)) {
            case "e" ->
                finite(value)
                        ? scientific(round(value, or(precision) + 1), or(precision) + 1, alternate)
                        : special(value);
            case "f" -> finite(value) ? fixed(new BigDecimal(value), or(precision), alternate) : special(value);
            case "%" ->
                (finite(value) ? fixed(new BigDecimal(value * 100), or(precision), alternate) : special(value)) + "%";
            case "g", "n" ->
                finite(value) ? general(value, Math.max(1, or(precision)), alternate, false) : special(value);
            default -> plain(value, precision, alternate);
        };
        return upper ? text.toUpperCase(Locale.ROOT) : text;
    }

    private static int or(@Nullable Integer precision) {
        return precision == null ? DEFAULT_PRECISION : precision;
    }

    private static boolean finite(double value) {
        return !Double.isNaN(value) && !Double.isInfinite(value);
    }

    private static String special(double value) {
        return Double.isNaN(value) ? "nan" : "inf";
    }

    private static String plain(double value, @Nullable Integer precision, boolean alternate) {
        if (!finite(value)) {
            return special(value);
        }
        if (precision != null) {
            return general(value, Math.max(1, precision), alternate, true);
        }
        String text = PythonText.repr(value);
        return alternate && text.indexOf('.') < 0 ? text.replace("e", ".e") : text;
    }

    private static BigDecimal round(double value, int digits) {
        return new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    private static String fixed(BigDecimal value, int precision, boolean alternate) {
        String text = value.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
        return precision == 0 && alternate ? text + "." : text;
    }

    /** @param likeRepr whether at least one digit follows the point, and the exponent form begins one digit earlier */
    private static String general(double value, int precision, boolean alternate, boolean likeRepr) {
        BigDecimal rounded = round(value, precision);
        int point = point(rounded);
        if (point <= -4 || point > precision - (likeRepr ? 1 : 0)) {
            return scientific(alternate ? rounded : rounded.stripTrailingZeros(), alternate ? precision : 0, alternate);
        }
        if (alternate) {
            return fixed(rounded, Math.max(0, precision - point), true);
        }
        String text = rounded.stripTrailingZeros().toPlainString();
        return likeRepr && text.indexOf('.') < 0 ? text + ".0" : text;
    }

    /** Where the decimal point stands, counted from the first digit. */
    private static int point(BigDecimal value) {
        return value.signum() == 0 ? 1 : value.precision() - value.scale();
    }

    /** @param digits how many are written at least */
    private static String scientific(BigDecimal value, int digits, boolean alternate) {
        String all = value.signum() == 0 ? "0" : value.unscaledValue().toString();
        String padded = all + "0".repeat(Math.max(0, digits - all.length()));
        String mantissa = padded.charAt(0) + (padded.length() > 1 || alternate ? "." : "") + padded.substring(1);
        int exponent = point(value) - 1;
        String size = Integer.toString(Math.abs(exponent));
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (size.length() < 2 ? "0" : "") + size;
    }
}
