package dev.orrery.runner;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's format specifications (docs.python.org/3/library/string.html#formatspec) for what a parameter can be, and for times. */
final class PythonFormat {
    private static final Pattern SPEC = Pattern.compile(
            "(?:(.)?([<>^=]))?([-+ ])?(z)?(#)?(0)?([0-9]{1,4})?([,_])?(?:\\.([0-9]{1,4}))?([bcdeEfFgGnosxX%])?",
            Pattern.DOTALL);

    /**
     * A specification taken apart.
     *
     * @param fill one code point, or null
     * @param align one of {@code <>^=}, or empty
     * @param sign one of {@code +-} and the blank, or empty
     * @param type one letter, or empty
     */
    private record Spec(
            String text,
            @Nullable String fill,
            String align,
            String sign,
            boolean positiveZero,
            boolean alternate,
            boolean zeros,
            int width,
            String separator,
            @Nullable Integer precision,
            String type) {

        static Spec of(String text) {
            // A fill of two Java characters is one of Python's: it is set aside, so that the pattern sees one.
            int first = text.isEmpty() ? 0 : Character.charCount(text.codePointAt(0));
            boolean wide = first == 2 && text.length() > 2 && "<>^=".indexOf(text.charAt(2)) >= 0;
            Matcher matcher = SPEC.matcher(wide ? "?" + text.substring(2) : text);
            if (!matcher.matches()) {
                throw bad(text);
            }
            String precision = matcher.group(9);
            return new Spec(
                    text,
                    wide ? text.substring(0, 2) : matcher.group(1),
                    orEmpty(matcher.group(2)),
                    orEmpty(matcher.group(3)),
                    matcher.group(4) != null,
                    matcher.group(5) != null,
                    matcher.group(6) != null,
                    matcher.group(7) == null ? 0 : Integer.parseInt(matcher.group(7)),
                    orEmpty(matcher.group(8)),
                    precision == null ? null : Integer.valueOf(precision),
                    orEmpty(matcher.group(10)));
        }

        private static String orEmpty(@Nullable String group) {
            return group == null ? "" : group;
        }

        boolean isType(String letters) {
            return !type.isEmpty() && letters.contains(type);
        }

        String fillOr(String byDefault) {
            return fill != null ? fill : zeros ? "0" : byDefault;
        }

        /** Zeros stand behind the sign where numbers are filled with them. */
        String alignOr(String byDefault) {
            return !align.isEmpty() ? align : zeros && fill == null && byDefault.equals(">") ? "=" : byDefault;
        }

        void require(boolean allowed) {
            if (!allowed) {
                throw bad(text);
            }
        }
    }

    /** A number's text in parts; whole digits are grouped and padded apart from the rest. */
    private record Parts(boolean negative, String prefix, String whole, String rest) {}

    private PythonFormat() {}

    static String format(@Nullable Object value, String text) {
        if (text.isEmpty()) {
            return PythonRepr.text(value);
        }
        return switch (value) {
            case ZonedDateTime time -> Strftime.format(time, text);
            case LocalDateTime time -> Strftime.format(time, text);
            case Boolean truth -> whole(truth ? BigInteger.ONE : BigInteger.ZERO, Spec.of(text));
            case BigInteger number -> whole(number, Spec.of(text));
            case Double number -> decimal(number, Spec.of(text));
            case String string -> string(string, Spec.of(text));
            case null, default -> throw bad(text);
        };
    }

    private static RunException bad(String spec) {
        return new RunException(
                "The format ':" + spec + "' does not fit the parameter's value. Remove it from the path.");
    }

    private static String string(String text, Spec spec) {
        spec.require((spec.type().isEmpty() || spec.isType("s"))
                && spec.sign().isEmpty()
                && spec.separator().isEmpty()
                && !spec.align().equals("=")
                && !spec.alternate()
                && !spec.positiveZero());
        Integer precision = spec.precision();
        int length = text.codePointCount(0, text.length());
        String cut = precision == null || precision >= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, precision));
        return pad("", cut, spec, "<");
    }

    private static String whole(BigInteger value, Spec spec) {
        if (spec.isType("eEfFgG%")) {
            return decimal(value.doubleValue(), spec);
        }
        spec.require(spec.precision() == null && !spec.positiveZero() && !spec.isType("s"));
        if (spec.isType("c")) {
            boolean code =
                    value.signum() >= 0 && value.bitLength() < 22 && value.intValue() <= Character.MAX_CODE_POINT;
            spec.require(code
                    && spec.sign().isEmpty()
                    && !spec.alternate()
                    && spec.separator().isEmpty());
            return pad("", Character.toString(value.intValue()), spec, "<");
        }
        spec.require(spec.separator().isEmpty() || !spec.isType("n"));
        spec.require(!spec.separator().equals(",") || !spec.isType("bBoxX"));
        int radix = spec.isType("b") ? 2 : spec.isType("o") ? 8 : spec.isType("xX") ? 16 : 10;
        String digits = value.abs().toString(radix);
        String prefix = spec.alternate() && radix != 10 ? "0" + spec.type() : "";
        return number(
                new Parts(value.signum() < 0, prefix, spec.isType("X") ? digits.toUpperCase(Locale.ROOT) : digits, ""),
                radix == 10 ? 3 : 4,
                spec);
    }

    private static String decimal(double value, Spec spec) {
        spec.require(!spec.isType("bcdosxX") && (spec.separator().isEmpty() || !spec.isType("n")));
        String digits = PythonDigits.of(Math.abs(value), spec.type(), spec.precision(), spec.alternate());
        int end = 0;
        while (end < digits.length() && Character.isDigit(digits.charAt(end))) {
            end++;
        }
        boolean zero =
                digits.chars().noneMatch(c -> (c >= '1' && c <= '9') || c == 'i' || c == 'I' || c == 'n' || c == 'N');
        boolean negative = (value < 0 || (value == 0 && 1 / value < 0)) && !(spec.positiveZero() && zero);
        return number(new Parts(negative, "", digits.substring(0, end), digits.substring(end)), 3, spec);
    }

    private static String number(Parts parts, int group, Spec spec) {
        String sign = parts.negative() ? "-" : spec.sign().equals("-") ? "" : spec.sign();
        String head = sign + parts.prefix();
        boolean zeroFilled = spec.fillOr(" ").equals("0") && spec.alignOr(">").equals("=");
        int width = zeroFilled ? spec.width() - head.length() - parts.rest().length() : 0;
        String whole = parts.whole().isEmpty() ? "" : grouped(parts.whole(), spec.separator(), group, width);
        return pad(head, whole + parts.rest(), spec, ">");
    }

    /** Zeros that fill up to the width are grouped too; the text may get one longer, since it does not begin with a separator. */
    private static String grouped(String digits, String separator, int group, int width) {
        if (separator.isEmpty()) {
            return digits;
        }
        StringBuilder reversed = new StringBuilder();
        for (int i = 0; i < digits.length() || reversed.length() < width; i++) {
            if (i > 0 && i % group == 0) {
                reversed.append(separator);
            }
            reversed.append(i < digits.length() ? digits.charAt(digits.length() - 1 - i) : '0');
        }
        return reversed.reverse().toString();
    }

    /** @param head sign and prefix, which {@code =} leaves in front of the fill */
    private static String pad(String head, String body, Spec spec, String byDefault) {
        int missing = spec.width() - head.length() - body.codePointCount(0, body.length());
        if (missing <= 0) {
            return head + body;
        }
        String fill = spec.fillOr(" ");
        return switch (spec.alignOr(byDefault)) {
            case "<" -> head + body + fill.repeat(missing);
            case "^" -> fill.repeat(missing / 2) + head + body + fill.repeat(missing - missing / 2);
            case "=" -> head + fill.repeat(missing) + body;
            default -> fill.repeat(missing) + head + body;
        };
    }
}
