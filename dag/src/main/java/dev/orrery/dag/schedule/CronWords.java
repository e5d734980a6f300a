package dev.orrery.dag.schedule;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A cron expression in words. */
final class CronWords {
    private static final int MOST_TIMES = 6;
    private static final List<String> ORDINALS = List.of("", "first", "second", "third", "fourth", "fifth");

    private final Cron cron;

    private CronWords(Cron cron) {
        this.cron = cron;
    }

    static String of(Cron cron) {
        return new CronWords(cron).text();
    }

    private String text() {
        String days = days();
        String times = times();
        if (days.isEmpty()) {
            return times.startsWith("at ") ? "every day " + times : times;
        }
        return times + " " + days;
    }

    private String times() {
        List<Integer> hours = values(cron.times().hours(), 23);
        List<Integer> minutes = values(cron.times().minutes(), 59);
        List<Integer> seconds = values(cron.times().seconds(), 59);
        if (seconds.size() > 1) {
            return seconds(seconds, minutes, hours);
        }
        if (hours.size() * minutes.size() <= MOST_TIMES) {
            return "at " + list(clock(hours, minutes, seconds.getFirst()));
        }
        return minutes(minutes, hours.size() == 24 ? "" : hours(hours));
    }

    private static String seconds(List<Integer> seconds, List<Integer> minutes, List<Integer> hours) {
        int step = step(seconds, 60);
        String text =
                step == 1 ? "every second" : step > 1 ? "every " + step + " seconds" : "at seconds " + numbers(seconds);
        String inHours = hours.size() == 24 ? "" : hours(hours);
        return minutes.size() == 60 ? text + inHours : text + " of minutes " + numbers(minutes) + inHours;
    }

    private static String minutes(List<Integer> minutes, String hours) {
        int step = step(minutes, 60);
        if (step > 0) {
            return (step == 1 ? "every minute" : "every " + step + " minutes") + hours;
        }
        boolean onTheHour = minutes.size() == 1 && minutes.getFirst() == 0;
        String at = onTheHour ? "" : " at minute" + (minutes.size() == 1 ? " " : "s ") + numbers(minutes);
        return "every hour" + hours + at;
    }

    private static String hours(List<Integer> hours) {
        int step = step(hours, 24);
        if (step > 1) {
            return " of every " + ordinal(step) + " hour";
        }
        boolean run = hours.getLast() - hours.getFirst() == hours.size() - 1;
        return run && hours.size() > 1
                ? " from %02d:00 to %02d:59".formatted(hours.getFirst(), hours.getLast())
                : " of hour" + (hours.size() == 1 ? " " : "s ") + numbers(hours);
    }

    /** The step of values that start at nothing and go round evenly; 0 where they do not. */
    private static int step(List<Integer> values, int cycle) {
        if (values.getFirst() != 0 || values.size() < 2) {
            return 0;
        }
        int step = values.get(1);
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) != i * step) {
                return 0;
            }
        }
        return step * values.size() == cycle ? step : 0;
    }

    private String days() {
        List<String> parts = new ArrayList<>();
        Cron.Days days = cron.days();
        if (days.nearest() > 0 && days.nthWeekdays().isEmpty()) {
            parts.add("the workday nearest to day " + days.nearest() + " of the month");
        } else if (!days.nthWeekdays().isEmpty()) {
            parts.add(list(nthWeekdays()));
        } else {
            if (!days.every()) {
                parts.add(daysOfMonth());
            }
            if (!days.everyWeekday()) {
                parts.add(weekdays());
            }
        }
        String text = parts.isEmpty() ? "" : "on " + String.join(" or on ", parts);
        List<Integer> months = values(cron.months(), 12);
        if (months.size() == 12) {
            return text;
        }
        String names = "in " + list(months.stream().map(CronWords::month).toList());
        return text.isEmpty() ? "every day " + names : text + " " + names;
    }

    private String daysOfMonth() {
        List<Integer> numbers = values(cron.days().ofMonth(), 31);
        List<String> parts = new ArrayList<>();
        if (!numbers.isEmpty()) {
            boolean run = numbers.size() > 2 && numbers.getLast() - numbers.getFirst() == numbers.size() - 1;
            parts.add(
                    run
                            ? "days " + numbers.getFirst() + " to " + numbers.getLast()
                            : "day" + (numbers.size() == 1 ? " " : "s ") + numbers(numbers));
        }
        if (cron.days().last()) {
            parts.add("the last day");
        }
        return String.join(" and ", parts) + " of the month";
    }

    private String weekdays() {
        long sundayLast = (cron.days().weekdays() & ~1L) | ((cron.days().weekdays() & 1L) << 7);
        List<Integer> days = values(sundayLast, 7);
        if (days.size() > 2 && days.getLast() - days.getFirst() == days.size() - 1) {
            return weekday(days.getFirst()) + " to " + weekday(days.getLast());
        }
        return list(days.stream().map(CronWords::weekday).toList());
    }

    private List<String> nthWeekdays() {
        return cron.days().nthWeekdays().stream()
                .sorted(java.util.Comparator.comparingInt(Cron.NthWeekday::count)
                        .thenComparingInt(Cron.NthWeekday::weekday))
                .map(nth -> "the " + (nth.count() == Cron.NthWeekday.LAST ? "last" : ORDINALS.get(nth.count())) + " "
                        + weekday(nth.weekday()) + " of the month")
                .toList();
    }

    private static List<String> clock(List<Integer> hours, List<Integer> minutes, int second) {
        List<String> times = new ArrayList<>();
        for (int hour : hours) {
            for (int minute : minutes) {
                times.add(
                        second == 0
                                ? "%02d:%02d".formatted(hour, minute)
                                : "%02d:%02d:%02d".formatted(hour, minute, second));
            }
        }
        return times;
    }

    private static List<Integer> values(long bits, int most) {
        List<Integer> values = new ArrayList<>();
        for (int value = 0; value <= most; value++) {
            if (Cron.has(bits, value)) {
                values.add(value);
            }
        }
        return values;
    }

    private static String weekday(int sundayIsZeroOrSeven) {
        return DayOfWeek.of(sundayIsZeroOrSeven == 0 ? 7 : sundayIsZeroOrSeven)
                .getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String month(int number) {
        return Month.of(number).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String ordinal(int number) {
        return number + (number == 2 ? "nd" : number == 3 ? "rd" : "th");
    }

    private static String numbers(List<Integer> values) {
        return list(values.stream().map(String::valueOf).toList());
    }

    private static String list(List<String> items) {
        return items.size() == 1
                ? items.getFirst()
                : String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.getLast();
    }
}
