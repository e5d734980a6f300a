package dev.orrery.runner;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a plain scalar means in YAML 1.1, as PyYAML's safe loader has it without timestamps. */
final class Yaml11Scalar {
    private static final Pattern INTEGER =
            Pattern.compile("[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*(:[0-5]?[0-9])*)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?[0-9][0-9_]*\\.[0-9_]*([eE][-+][0-9]+)?"
            + "|\\.[0-9][0-9_]*([eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\\.[0-9_]*");
    private static final String TAGS = "tag:yaml.org,2002:";

    private Yaml11Scalar() {}

    static @Nullable Object resolve(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> null;
            case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" -> true;
            case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" -> false;
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
            case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
            case ".nan", ".NaN", ".NAN" -> Double.NaN;
            case "=", "<<" ->
                throw new RunException(
                        "The YAML value " + text + " means nothing here. Write '" + text + "' in quotes.");
            default -> number(text);
        };
    }

    private static Object number(String text) {
        char first = text.charAt(0);
        if ((first < '0' || first > '9') && "+-.".indexOf(first) < 0) {
            return text;
        }
        if (INTEGER.matcher(text).matches()) {
            return integer(text);
        }
        return FLOAT.matcher(text).matches() ? (Object) decimal(text) : text;
    }

    private static BigInteger integer(String text) {
        try {
            return whole(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw notA("whole number", text);
        }
    }

    private static RunException notA(String what, String text) {
        return new RunException("The YAML value " + text + " is not a " + what + ". Put it in quotes if it is a text.");
    }

    private static BigInteger whole(String all) {
        String digits = all;
        boolean negative = digits.startsWith("-");
        if (negative || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        BigInteger value;
        if (digits.startsWith("0b")) {
            value = new BigInteger(digits.substring(2), 2);
        } else if (digits.startsWith("0x")) {
            value = new BigInteger(digits.substring(2), 16);
        } else if (digits.startsWith("0") && digits.length() > 1) {
            value = new BigInteger(digits, 8);
        } else {
            value = BigInteger.ZERO;
            if (digits.length() > PythonNumbers.MAX_DIGITS) {
                throw new NumberFormatException("too long");
            }
            for (String part : digits.split(":", -1)) {
                value = value.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
            }
        }
        return negative ? value.negate() : value;
    }

    private static double decimal(String text) {
        String digits = text.replace("_", "").toLowerCase(Locale.ROOT);
        double sign = digits.startsWith("-") ? -1 : 1;
        if (digits.startsWith("-") || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        double value = 0;
        for (String part : digits.split(":", -1)) {
            Double number = PythonNumbers.decimal(part);
            if (number == null) {
                throw notA("number", text);
            }
            value = value * 60 + number;
        }
        return sign * value;
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "on" -> true;
            case "no", "false", "off" -> false;
            default -> throw notA("truth value", text);
        };
    }

    /** A scalar with an explicit tag. */
    static @Nullable Object tagged(String tag, String text) {
        return switch (tag.startsWith(TAGS) ? tag.substring(TAGS.length()) : tag) {
            case "str" -> text;
            case "int" -> integer(text);
            case "float" -> resolve(text) instanceof Double special ? (Object) special : (Object) decimal(text);
            case "bool" -> truth(text);
            case "null" -> null;
            default -> throw new RunException("The YAML tag " + tag + " cannot be a parameter. Remove it.");
        };
    }
}
