package dev.orrery.runner;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads texts as Python's {@code int()} and {@code float()} do: blanks around, underscores between digits, any decimal digits. */
final class PythonNumbers {
    /** Python reads no longer ones. */
    static final int MAX_DIGITS = 4300;

    private PythonNumbers() {}

    /** What {@code -p NAME VALUE} means: True, False, None, a whole number, a float, or the text itself. */
    static @Nullable Object typed(String text) {
        switch (text) {
            case "True" -> {
                return true;
            }
            case "False" -> {
                return false;
            }
            case "None" -> {
                return null;
            }
            default -> {
                // A number or a text.
            }
        }
        BigInteger whole = integer(text);
        if (whole != null) {
            return whole;
        }
        Double number = decimal(text);
        return number != null ? number : text;
    }

    /** Null where Python raises ValueError. */
    static @Nullable BigInteger integer(String text) {
        String stripped = strip(text);
        int start = signed(stripped) ? 1 : 0;
        String digits = digits(stripped.substring(start));
        if (digits == null) {
            return null;
        }
        if (digits.length() > MAX_DIGITS) {
            return null;
        }
        BigInteger value = new BigInteger(digits);
        return stripped.startsWith("-") ? value.negate() : value;
    }

    /** Null where Python raises ValueError. */
    static @Nullable Double decimal(String text) {
        String stripped = strip(text);
        double sign = stripped.startsWith("-") ? -1 : 1;
        String rest = stripped.substring(signed(stripped) ? 1 : 0);
        if (rest.equalsIgnoreCase("inf") || rest.equalsIgnoreCase("infinity")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (rest.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        int e = Math.max(rest.indexOf('e'), rest.indexOf('E'));
        String mantissa = e < 0 ? rest : rest.substring(0, e);
        String exponent = e < 0 ? "0" : exponent(rest.substring(e + 1));
        String number = mantissa(mantissa);
        return number == null || exponent == null
                ? null
                : (Double) (sign * Double.parseDouble(number + "e" + exponent));
    }

    private static @Nullable String exponent(String text) {
        String digits = digits(text.substring(signed(text) ? 1 : 0));
        return digits == null ? null : (text.startsWith("-") ? "-" : "") + digits;
    }

    private static @Nullable String mantissa(String text) {
        int point = text.indexOf('.');
        if (point < 0) {
            return digits(text);
        }
        String whole = text.substring(0, point);
        String fraction = text.substring(point + 1);
        if (whole.isEmpty() && fraction.isEmpty()) {
            return null;
        }
        String wholeDigits = whole.isEmpty() ? "0" : digits(whole);
        String fractionDigits = fraction.isEmpty() ? "0" : digits(fraction);
        return wholeDigits == null || fractionDigits == null ? null : wholeDigits + "." + fractionDigits;
    }

    private static boolean signed(String text) {
        return text.startsWith("-") || text.startsWith("+");
    }

    /** ASCII digits without underscores, or null where the text is no run of digits with single underscores between. */
    private static @Nullable String digits(String text) {
        StringBuilder out = new StringBuilder();
        boolean afterDigit = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '_' && afterDigit && i < text.length()) {
                afterDigit = false;
                continue;
            }
            int digit = Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER ? Character.digit(c, 10) : -1;
            if (digit < 0) {
                return null;
            }
            out.append((char) ('0' + digit));
            afterDigit = true;
        }
        return out.isEmpty() ? null : out.toString();
    }

    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }
}
