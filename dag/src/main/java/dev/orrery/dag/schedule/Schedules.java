package dev.orrery.dag.schedule;

import dev.orrery.dag.Nearest;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads the words of a schedule: a cron expression, a preset or an interval. */
public final class Schedules {
    private static final Map<String, String> PRESETS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@quarterly", "0 0 1 */3 *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");
    private static final Duration LONGEST = Duration.ofDays(3660);

    private Schedules() {}

    /**
     * The timetable that {@code text} asks for.
     *
     * @throws ScheduleException where it asks for none, or for one that never comes
     */
    public static Timetable parse(String text, ZoneId zone, Timetable.Meaning meaning) {
        String schedule = text.strip();
        String word = schedule.toLowerCase(Locale.ROOT);
        if (word.isEmpty() || word.equals("none") || word.equals("@none")) {
            return new Timetable.Unscheduled();
        }
        if (word.equals("@once")) {
            return new Timetable.Once();
        }
        if (word.equals("@continuous")) {
            return new Timetable.Continuous();
        }
        if (word.startsWith("@")) {
            return Timetable.cron(preset(word), zone, meaning);
        }
        Optional<Duration> length = Durations.parse(schedule);
        if (length.isPresent()) {
            return every(length.get());
        }
        return Timetable.cron(Cron.parse(schedule), zone, meaning);
    }

    /** @throws ScheduleException where the length is under a second or over ten years */
    public static Timetable every(Duration length) {
        if (length.compareTo(Duration.ofSeconds(1)) < 0 || length.compareTo(LONGEST) > 0) {
            throw new ScheduleException(
                    "an interval of " + length + " is not between a second and ten years",
                    "Write an interval such as 15m, 1h30m or 1d.");
        }
        return new FixedIntervals(length);
    }

    /** What kind of schedule a timetable is. */
    public enum Kind {
        INTERVAL,
        TRIGGER,
        EVERY,
        ONCE,
        CONTINUOUS,
        NONE
    }

    public static Kind kind(Timetable timetable) {
        return switch (timetable) {
            case CronIntervals _ -> Kind.INTERVAL;
            case CronTriggers _ -> Kind.TRIGGER;
            case FixedIntervals _ -> Kind.EVERY;
            case Timetable.Once _ -> Kind.ONCE;
            case Timetable.Continuous _ -> Kind.CONTINUOUS;
            case Timetable.Unscheduled _ -> Kind.NONE;
        };
    }

    /** The cron expression that a cron schedule's text means: its own, or that of its preset. */
    public static String cron(String text) {
        return PRESETS.getOrDefault(text.strip().toLowerCase(Locale.ROOT), text.strip());
    }

    /** The length of a fixed interval. */
    public static Duration length(Timetable timetable) {
        if (timetable instanceof FixedIntervals fixed) {
            return fixed.length();
        }
        throw new IllegalArgumentException("no fixed interval");
    }

    private static Cron preset(String word) {
        String expression = PRESETS.get(word);
        if (expression == null) {
            TreeSet<String> known = new TreeSet<>(PRESETS.keySet());
            known.add("@once");
            known.add("@continuous");
            throw new ScheduleException(
                    "'" + word + "' is no known preset",
                    Nearest.to(word, known)
                            .map(near -> "Did you mean " + near + "?")
                            .orElse("Use one of " + String.join(", ", known) + ", or a cron expression."));
        }
        return Cron.parse(expression);
    }
}
