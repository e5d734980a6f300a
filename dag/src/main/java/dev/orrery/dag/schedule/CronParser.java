package dev.orrery.dag.schedule;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads cron expressions as croniter does, quirks included: ranges may wrap ({@code FRI-MON}), an equal range such as
 * {@code JAN-JAN} is the whole cycle, {@code 10/5} goes on to the field's end, and weekdays that are counted ({@code 5#3})
 * do not mix with plain ones.
 */
final class CronParser {
    private static final Pattern RANGE = Pattern.compile("([^-]+)-([^-/]+)(?:/(\\d{1,4}))?");
    private static final Pattern COUNTED = Pattern.compile("(\\w+(?:-\\w+)?)#(\\d+)");
    private static final Pattern NEAREST = Pattern.compile("(\\d{1,2})w|w(\\d{1,2})");
    private static final Pattern LAST_WEEKDAY = Pattern.compile("l(\\d+)");
    private static final String REMEDY =
            "Write minute, hour, day of month, month, day of week (and seconds, if you need them), such as '0 6 * * MON-FRI'.";

    private final String expression;
    private final Map<CronField, String> fields = new EnumMap<>(CronField.class);
    private final boolean hasSeconds;
    private boolean lastDay;
    private int nearest;
    private final Set<Cron.NthWeekday> nthWeekdays = new HashSet<>();
    private boolean star;

    private CronParser(String expression) {
        this.expression = expression;
        List<String> words = List.of(expression.toLowerCase(Locale.ROOT).strip().split("\\s+"));
        if (words.size() < 5 || words.size() > 6) {
            throw new ScheduleException(
                    "the cron expression '" + expression + "' has " + words.size() + " fields instead of 5 or 6",
                    REMEDY);
        }
        Iterator<String> word = words.iterator();
        for (CronField field : CronField.values()) {
            fields.put(field, word.hasNext() ? word.next() : "0");
        }
        hasSeconds = words.size() == 6;
    }

    static Cron parse(String expression) {
        return new CronParser(expression).cron();
    }

    private Cron cron() {
        long minutes = values(CronField.MINUTE);
        long hours = values(CronField.HOUR);
        long days = values(CronField.DAY);
        boolean everyDay = star || isAll(CronField.DAY, days, CronField.WEEKDAY);
        long months = values(CronField.MONTH);
        long weekdays = values(CronField.WEEKDAY);
        boolean everyWeekday = star || isAll(CronField.WEEKDAY, weekdays, CronField.DAY);
        if (!nthWeekdays.isEmpty() && weekdays != 0) {
            throw CronField.WEEKDAY.wrong(field(CronField.WEEKDAY), "mixes counted days such as 5#3 with plain ones");
        }
        long seconds = values(CronField.SECOND);
        Cron.Days choice = new Cron.Days(
                everyDay ? CronField.DAY.all() : days,
                nearest,
                lastDay,
                everyDay,
                everyWeekday ? CronField.WEEKDAY.all() : weekdays,
                everyWeekday,
                Set.copyOf(nthWeekdays));
        return new Cron(expression, new Cron.Times(hours, minutes, seconds), months, choice, hasSeconds);
    }

    /** A field that names all its values counts as a star only where the other day field has one. */
    private boolean isAll(CronField field, long bits, CronField other) {
        return bits == field.all() && field(other).contains("*");
    }

    private String field(CronField field) {
        return Objects.requireNonNull(fields.get(field));
    }

    private long values(CronField field) {
        String text = field(field);
        star = text.equals("?") && (field == CronField.DAY || field == CronField.WEEKDAY);
        if (star) {
            return field.all();
        }
        if (text.contains("?")) {
            throw field.wrong(text, "has a question mark, which stands alone and only for a day");
        }
        long bits = 0;
        for (String item : text.split(",", -1)) {
            bits |= item(field, item);
        }
        return bits;
    }

    private long item(CronField field, String item) {
        if (item.equals("*")) {
            star = true;
            return field.all();
        }
        if (field == CronField.DAY && item.equals("l")) {
            lastDay = true;
            return 0;
        }
        Matcher workday = NEAREST.matcher(item);
        if (field == CronField.DAY && workday.matches()) {
            nearest = field.value(workday.group(1) == null ? workday.group(2) : workday.group(1));
            if (!field(field).equals(item)) {
                throw field.wrong(field(field), "has a nearest workday beside other days");
            }
            return 1L << nearest;
        }
        if (field == CronField.WEEKDAY && counted(item)) {
            return 0;
        }
        if (item.startsWith("*/")) {
            return range(field, field.least, field.most, step(field, item, item.substring(2)));
        }
        Matcher range = RANGE.matcher(item);
        if (range.matches()) {
            return range(field, item, range);
        }
        int slash = item.indexOf('/');
        if (slash > 0) {
            int step = step(field, item, item.substring(slash + 1));
            return CronField.bits(field.value(item.substring(0, slash)), field.most, step);
        }
        return 1L << field.value(item);
    }

    private boolean counted(String item) {
        Matcher last = LAST_WEEKDAY.matcher(item);
        if (last.matches()) {
            nthWeekdays.add(new Cron.NthWeekday(CronField.WEEKDAY.value(last.group(1)), Cron.NthWeekday.LAST));
            return true;
        }
        Matcher nth = COUNTED.matcher(item);
        if (!nth.matches()) {
            return false;
        }
        Integer count = CronField.number(nth.group(2));
        if (count == null || count < 1 || count > 5) {
            throw CronField.WEEKDAY.wrong(item, "counts to " + nth.group(2) + ": a month has weekdays 1 to 5");
        }
        long days = item(CronField.WEEKDAY, nth.group(1));
        for (int day = 0; day < 7; day++) {
            if (Cron.has(days, day)) {
                nthWeekdays.add(new Cron.NthWeekday(day, count));
            }
        }
        return true;
    }

    private static long range(CronField field, String item, Matcher range) {
        String high = range.group(2);
        int from = field.value(range.group(1));
        int to = field == CronField.DAY && high.equals("l") ? 31 : field.value(high);
        int step = range.group(3) == null ? 1 : step(field, item, range.group(3));
        return from == to ? range(field, field.least, field.most, step) : range(field, from, to, step);
    }

    private static long range(CronField field, int from, int to, int step) {
        if (from <= to) {
            return CronField.bits(from, to, step);
        }
        // croniter counts the steps over the turn of the cycle only where the last one did not end on it.
        int last = from + (field.most - from) / step * step;
        int beyond = field.most - last;
        boolean crosses = last - field.least + step > field.most - field.least + 1 && beyond < step;
        int skipped = crosses ? step - beyond : 0;
        return CronField.bits(from, field.most, step) | CronField.bits(field.least + skipped, to, step);
    }

    private static int step(CronField field, String item, String text) {
        Integer step = CronField.number(text);
        if (step == null || step == 0) {
            throw field.wrong(item, "has the step '" + text + "', which is no number from 1");
        }
        return step;
    }
}
