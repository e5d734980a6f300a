package dev.orrery.dag.template;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The format tokens of pendulum's {@code format()}, such as {@code YYYY-MM-DD}. */
final class PendulumFormat {
    private static final Pattern TOKEN = Pattern.compile(
            "\\[([^\\]]*)\\]|YYYY|YY|Y|Q|MMMM|MMM|MM|M|DDDD|DDD|DD|Do|D|dddd|ddd|d|E|HH|H|hh|h|mm|m|ss|s|SSSSSS|SSS|A|ZZ|Z|zz|z|X|x");

    private PendulumFormat() {}

    static String format(ZonedDateTime time, String pattern) {
        Matcher matcher = TOKEN.matcher(pattern);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String literal = matcher.group(1);
            matcher.appendReplacement(
                    text, Matcher.quoteReplacement(literal == null ? token(time, matcher.group()) : literal));
        }
        return matcher.appendTail(text).toString();
    }

    private static String token(ZonedDateTime time, String token) {
        return switch (token) {
            case "YYYY" -> java(time, "uuuu");
            case "YY" -> java(time, "uu");
            case "Y" -> String.valueOf(time.getYear());
            case "Q" -> String.valueOf((time.getMonthValue() + 2) / 3);
            case "DDDD" -> java(time, "DDD");
            case "DDD" -> java(time, "D");
            case "DD" -> java(time, "dd");
            case "D" -> java(time, "d");
            case "Do" -> ordinal(time.getDayOfMonth());
            case "dddd" -> java(time, "EEEE");
            case "ddd" -> java(time, "EEE");
            case "d" -> String.valueOf(time.getDayOfWeek().getValue() % 7);
            case "E" -> String.valueOf(time.getDayOfWeek().getValue());
            case "A" -> java(time, "a");
            case "Z" -> java(time, "xxx");
            case "ZZ" -> java(time, "xx");
            case "z" -> time.getZone().getId().replaceFirst("^Z$", "UTC");
            case "zz" -> java(time, "zzz").replaceFirst("^Z$", "UTC");
            case "X" -> String.valueOf(time.toEpochSecond());
            case "x" -> String.valueOf(time.toInstant().toEpochMilli());
            // The others are Java's letters already: MM, HH, hh, mm, ss, SSS ...
            default -> java(time, token);
        };
    }

    private static String java(ZonedDateTime time, String letters) {
        return DateTimeFormatter.ofPattern(letters, Locale.ENGLISH).format(time);
    }

    private static String ordinal(int day) {
        boolean teen = day / 10 == 1;
        return day + (teen ? "th" : day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th");
    }
}
