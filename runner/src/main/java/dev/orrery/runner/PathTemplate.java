package dev.orrery.runner;

import dev.orrery.notebook.PythonText;
import java.math.BigInteger;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills a path's {@code {name}} fields in, as Python's {@code str.format} does with papermill's parameters. */
final class PathTemplate {
    private final String template;
    private final Map<String, ? extends @Nullable Object> values;

    private PathTemplate(String template, Map<String, ? extends @Nullable Object> values) {
        this.template = template;
        this.values = values;
    }

    /** @throws RunException for an unknown name or a field that is not understood */
    static String fill(String template, Map<String, ? extends @Nullable Object> values) {
        return isTemplate(template) ? new PathTemplate(template, values).fill() : template;
    }

    static boolean isTemplate(String text) {
        return text.indexOf('{') >= 0 || text.indexOf('}') >= 0;
    }

    private String fill() {
        StringBuilder out = new StringBuilder();
        int index = 0;
        while (index < template.length()) {
            char c = template.charAt(index);
            boolean doubled = index + 1 < template.length() && template.charAt(index + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                out.append(c);
                index += 2;
            } else if (c == '{') {
                int end = template.indexOf('}', index);
                if (end < 0) {
                    throw bad("expected '}' before end of string");
                }
                out.append(field(template.substring(index + 1, end)));
                index = end + 1;
            } else if (c == '}') {
                throw bad("single '}' encountered; write '}}' for a brace");
            } else {
                out.append(c);
                index++;
            }
        }
        return out.toString();
    }

    private String field(String field) {
        int colon = specStart(field);
        String spec = colon < 0 ? "" : field.substring(colon + 1);
        String name = colon < 0 ? field : field.substring(0, colon);
        String conversion = "";
        int mark = name.indexOf('!');
        if (mark >= 0) {
            conversion = name.substring(mark + 1);
            name = name.substring(0, mark);
        }
        Object value = lookUp(name);
        return switch (conversion) {
            case "" -> PythonFormat.format(value, spec);
            case "s" -> PythonFormat.format(text(value), spec);
            case "r", "a" -> PythonFormat.format(repr(value), spec);
            default -> throw bad("unknown conversion '!" + conversion + "'");
        };
    }

    /** The colon that begins the format, not one inside of brackets. */
    private static int specStart(String field) {
        int depth = 0;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ':' && depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable Object lookUp(String expression) {
        int end = 0;
        while (end < expression.length() && expression.charAt(end) != '.' && expression.charAt(end) != '[') {
            end++;
        }
        String name = expression.substring(0, end);
        if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
            throw bad("fields are named, as in {date}; there is nothing to number");
        }
        if (!values.containsKey(name)) {
            throw new RunException("Missing parameter '" + name + "'. Pass it with -p " + name
                    + " VALUE, or write the braces of " + template + " twice.");
        }
        Object value = values.get(name);
        String rest = expression.substring(end);
        while (!rest.isEmpty()) {
            int close = rest.indexOf(']');
            if (rest.charAt(0) == '[' && close > 0) {
                value = item(value, rest.substring(1, close));
                rest = rest.substring(close + 1);
            } else if (rest.charAt(0) == '.' && value instanceof ZonedDateTime time) {
                value = BigInteger.valueOf(part(time, rest.substring(1)));
                rest = "";
            } else {
                throw bad("only [key] may stand behind a name, not " + rest);
            }
        }
        return value;
    }

    private @Nullable Object item(@Nullable Object value, String key) {
        if (value instanceof Map<?, ?> map && map.containsKey(key)) {
            return map.get(key);
        }
        boolean number = !key.isEmpty() && key.chars().allMatch(Character::isDigit) && key.length() < 9;
        if (number && value instanceof List<?> list && Integer.parseInt(key) < list.size()) {
            return list.get(Integer.parseInt(key));
        }
        throw new RunException("Missing parameter '" + key + "' in " + template + ".");
    }

    private int part(ZonedDateTime time, String name) {
        return switch (name) {
            case "year" -> time.getYear();
            case "month" -> time.getMonthValue();
            case "day" -> time.getDayOfMonth();
            case "hour" -> time.getHour();
            case "minute" -> time.getMinute();
            case "second" -> time.getSecond();
            case "microsecond" -> time.getNano() / 1000;
            default -> throw bad("a time has no ." + name);
        };
    }

    private RunException bad(String why) {
        return new RunException("The path template " + template + " is not understood: " + why + ".");
    }

    /** Python's {@code str()}. */
    static String text(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case ZonedDateTime time -> Strftime.iso(time);
            case null, default -> repr(value);
        };
    }

    /** Python's {@code repr()} of what a parameter can be. */
    static String repr(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean truth -> truth ? "True" : "False";
            case Double number -> PythonText.repr(number);
            case String text -> quoted(text);
            case List<?> list ->
                "[" + String.join(", ", list.stream().map(PathTemplate::repr).toList()) + "]";
            case Map<?, ?> map ->
                "{"
                        + String.join(
                                ", ",
                                map.entrySet().stream()
                                        .map(entry -> repr(entry.getKey()) + ": " + repr(entry.getValue()))
                                        .toList())
                        + "}";
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> out.append(c == quote ? "\\" : "").append(c);
            }
        }
        return out.append(quote).toString();
    }
}
