package dev.orrery.dag.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's {@code '%02d' % value} and {@code '{}'.format(value)}. */
final class PercentFormat {
    private static final Pattern CONVERSION =
            Pattern.compile("%(?:\\((\\w+)\\))?([-+ 0#]*)(\\d{0,4})(?:\\.(\\d{1,3}))?([diouxXeEfFgGsrc%])");
    private static final Pattern BRACES = Pattern.compile("\\{\\{|\\}\\}|\\{(\\w*)(?::([^{}]*))?\\}");
    private static final Pattern SPECIFICATION =
            Pattern.compile("([<>])?([+]?)(0?)(\\d{0,4})(,?)(?:\\.(\\d{1,3}))?([dfeExXs%]?)");

    private PercentFormat() {}

    static String percent(String format, @Nullable Object values) {
        List<@Nullable Object> rest = new ArrayList<>();
        if (values instanceof Collection<?> several) {
            rest.addAll(several);
        } else {
            rest.add(values);
        }
        Matcher matcher = CONVERSION.matcher(format);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String replacement;
            if (matcher.group(5).equals("%")) {
                replacement = "%";
            } else if (name != null && values instanceof Map<?, ?> map) {
                replacement = convert(matcher, map.get(name));
            } else if (rest.isEmpty()) {
                throw new TemplateException(
                        "'" + format + "' has more places than values", "Give a value for each place.");
            } else {
                replacement = convert(matcher, rest.removeFirst());
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(replacement));
        }
        return matcher.appendTail(text).toString();
    }

    private static String convert(Matcher matcher, @Nullable Object value) {
        String flags = matcher.group(2);
        String width = matcher.group(3);
        String precision = matcher.group(4);
        char kind = matcher.group(5).charAt(0);
        if (kind == 's' || kind == 'r' || kind == 'c') {
            String text = kind == 'r' ? PyText.repr(value) : PyText.str(value);
            String cut =
                    precision == null ? text : text.substring(0, Math.min(text.length(), Integer.parseInt(precision)));
            return width.isEmpty() ? cut : ("%" + (flags.contains("-") ? "-" : "") + width + "s").formatted(cut);
        }
        String size = (flags.contains("-") ? flags.replace("0", "") : flags) + width;
        if ("diouxX".indexOf(kind) >= 0) {
            return java("%" + size + (kind == 'i' || kind == 'u' ? 'd' : kind), whole(value));
        }
        return java("%" + size + (precision == null ? "" : "." + precision) + (kind == 'F' ? 'f' : kind), real(value));
    }

    /** {@code str.format} with places by number, order or name. */
    static String braces(String format, Arguments arguments) {
        Matcher matcher = BRACES.matcher(format);
        StringBuilder text = new StringBuilder();
        int next = 0;
        while (matcher.find()) {
            String replacement;
            if (matcher.group().equals("{{") || matcher.group().equals("}}")) {
                replacement = matcher.group().substring(1);
            } else {
                String name = matcher.group(1);
                boolean numbered = name.isEmpty() || name.chars().allMatch(Character::isDigit);
                int place = name.isEmpty() ? next++ : numbered ? Integer.parseInt(name) : Integer.MAX_VALUE;
                replacement = specified(matcher.group(2), arguments.value(place, name));
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(replacement));
        }
        return matcher.appendTail(text).toString();
    }

    private static String specified(@Nullable String specification, @Nullable Object value) {
        if (specification == null || specification.isEmpty()) {
            return PyText.str(value);
        }
        if (value instanceof PyObject object && specification.contains("%")) {
            return PyText.str(object.call("strftime", Arguments.of("strftime", specification)));
        }
        Matcher matcher = SPECIFICATION.matcher(specification);
        if (!matcher.matches()) {
            throw new TemplateException("format() cannot do ':" + specification + "'", "Write such as :02d or :.2f.");
        }
        String kind = matcher.group(7);
        String precision = matcher.group(6) == null ? "" : "." + matcher.group(6);
        String width = matcher.group(4);
        if (kind.equals("s") || !(value instanceof Number)) {
            boolean right = ">".equals(matcher.group(1));
            return width.isEmpty()
                    ? PyText.str(value)
                    : ("%" + (right ? "" : "-") + width + "s").formatted(PyText.str(value));
        }
        String flags = matcher.group(2) + matcher.group(3) + matcher.group(5) + width;
        if (kind.equals("d") || (kind.isEmpty() && precision.isEmpty() && !(value instanceof Double))) {
            return java("%" + flags + "d", whole(value));
        }
        return kind.equals("%")
                ? java("%" + flags + precision + "f%%", real(value) * 100)
                : java("%" + flags + precision + (kind.isEmpty() ? "f" : kind), real(value));
    }

    private static String java(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static BigInteger whole(@Nullable Object value) {
        if (value instanceof Number number) {
            return new BigDecimal(number.toString()).toBigInteger();
        }
        throw new TemplateException(
                PyText.kind(value) + " cannot be formatted as a number", "Format a text with the letter s.");
    }

    private static double real(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new TemplateException(
                PyText.kind(value) + " cannot be formatted as a number", "Format a text with the letter s.");
    }
}
