package dev.orrery.dag.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's {@code '{}'.format(value)}. */
final class BraceFormat {
    private static final Pattern FIELD =
            Pattern.compile("(\\w*)((?:\\.\\w+|\\[[^\\]]+\\])*)(?:!([rsa]))?(?::(.*))?", Pattern.DOTALL);
    private static final Pattern STEP = Pattern.compile("\\.(\\w+)|\\[([^\\]]+)\\]");

    private final Arguments arguments;
    private int next;

    private BraceFormat(Arguments arguments) {
        this.arguments = arguments;
    }

    static String format(String format, Arguments arguments) {
        return new BraceFormat(arguments).filled(format, 2);
    }

    private String filled(String format, int depth) {
        if (depth == 0) {
            throw new TemplateException("a format has formats in its formats", "Simplify it.");
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            if ((c == '{' || c == '}') && at + 1 < format.length() && format.charAt(at + 1) == c) {
                text.append(c);
                at += 2;
            } else if (c == '{') {
                int end = end(format, at + 1);
                text.append(field(format.substring(at + 1, end), depth));
                at = end + 1;
            } else if (c == '}') {
                throw new TemplateException("'" + format + "' has a single '}'", "Write }} for a brace.");
            } else {
                text.append(c);
                at++;
            }
            StringMethods.limit(text.length());
        }
        return text.toString();
    }

    private static int end(String format, int from) {
        int open = 1;
        for (int i = from; i < format.length(); i++) {
            open += format.charAt(i) == '{' ? 1 : format.charAt(i) == '}' ? -1 : 0;
            if (open == 0) {
                return i;
            }
        }
        throw new TemplateException("'" + format + "' has a '{' that is never closed", "Write {{ for a brace.");
    }

    private String field(String field, int depth) {
        Matcher matcher = FIELD.matcher(field);
        if (!matcher.matches()) {
            throw new TemplateException("format() cannot do '{" + field + "}'", "Write such as {}, {0} or {name}.");
        }
        Object value = stepped(argument(matcher.group(1)), matcher.group(2));
        String conversion = matcher.group(3);
        Object converted = conversion == null ? value : conversion.equals("s") ? PyText.str(value) : PyText.repr(value);
        return FormatSpec.format(converted, matcher.group(4) == null ? "" : filled(matcher.group(4), depth - 1));
    }

    private @Nullable Object argument(String name) {
        boolean numbered = name.isEmpty() || name.chars().allMatch(Character::isDigit);
        if (!numbered) {
            return arguments.value(Integer.MAX_VALUE, name);
        }
        int place = name.isEmpty() ? next++ : Integer.parseInt(name);
        if (place >= arguments.positional().size()) {
            throw new TemplateException("format() has no value for place " + place, "Give it one more value.");
        }
        return arguments.positional().get(place);
    }

    private static @Nullable Object stepped(@Nullable Object start, String steps) {
        Object value = start;
        Matcher step = STEP.matcher(steps);
        while (step.find()) {
            String item = step.group(2);
            value = item == null
                    ? Access.attribute(value, step.group(1))
                    : Access.item(value, item.matches("\\d+") ? (Object) Long.valueOf(item) : item);
        }
        return Undefined.checked(value);
    }
}
