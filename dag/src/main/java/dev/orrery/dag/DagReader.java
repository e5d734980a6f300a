package dev.orrery.dag;

import dev.orrery.dag.schedule.Bounds;
import dev.orrery.dag.schedule.Durations;
import dev.orrery.dag.schedule.ScheduleException;
import dev.orrery.dag.schedule.Schedules;
import dev.orrery.dag.schedule.Timetable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads the dag's own fields. */
final class DagReader {
    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,199}");
    private static final int MAX_ACTIVE_RUNS = 16;
    /** With its name, which people see; an offset of zero is called Z. */
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final Findings findings;
    private final YamlMap map;
    private final Map<String, Integer> lines = new HashMap<>();
    private @Nullable String dagId;

    DagReader(MappingNode root, Findings findings) {
        this.findings = findings;
        this.map = new YamlMap("", root, findings, new YamlValues(findings));
    }

    @Nullable
    String dagId() {
        return dagId;
    }

    Optional<DagSpec> read() {
        map.check(Vocabulary.OF_DAG);
        note(map);
        dagId = id(map, "dag_id");
        String owner = map.text("owner");
        ZoneId zone = zone();
        DagSchedule schedule = schedule(zone);
        Defaults defaults = Defaults.NONE.read(map, lines);
        List<TaskSpec> tasks = new TaskReader(map, findings, defaults, lines, this::note).read();
        String environment = map.has("environment") ? map.text("environment") : "default";
        DagSpec dag = new DagSpec(
                dagId == null ? "?" : dagId,
                owner == null ? "?" : owner,
                map.text("description"),
                map.texts("tags"),
                schedule,
                defaults.parameters(),
                tasks,
                limits(),
                DataNamesReader.read(map, tasks),
                environment == null ? "default" : environment,
                defaults.resources(),
                new SourceMap(lines));
        new TemplateCheck(findings).check(dag);
        return findings.hasErrors() ? Optional.empty() : Optional.of(dag);
    }

    private RunLimits limits() {
        return new RunLimits(
                map.whole("max_active_runs", 1, 1000, MAX_ACTIVE_RUNS),
                map.has("max_active_tasks") ? (Integer) map.whole("max_active_tasks", 1, 10_000, 1) : null,
                map.length("run_timeout", null),
                map.length("deadline", null));
    }

    private void note(YamlMap fields) {
        fields.entries().forEach((name, entry) -> lines.put(fields.path(name), entry.line()));
    }

    static @Nullable String id(YamlMap map, String field) {
        String id = map.text(field);
        if (id != null && !ID.matcher(id).matches()) {
            map.wrong(
                    field,
                    "'" + id + "' cannot be a " + field,
                    "Use letters, digits, '_', '-' and '.', at most 200, and start with a letter or a digit.");
            return null;
        }
        return id;
    }

    private ZoneId zone() {
        String name = map.text("timezone");
        if (name == null) {
            return UTC;
        }
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        map.wrong(
                "timezone",
                "'" + name + "' is no time zone",
                Nearest.to(name, ZoneId.getAvailableZoneIds())
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Write a name of the IANA database, such as Europe/Berlin or UTC."));
        return UTC;
    }

    private DagSchedule schedule(ZoneId zone) {
        Instant start = date("start_date", zone);
        Instant end = date("end_date", zone);
        if (start != null && end != null && end.isBefore(start)) {
            map.wrong("end_date", "end_date is before start_date", "Write a later end_date, or remove it.");
        }
        if (map.has("schedule") && map.has("schedule_interval")) {
            map.wrong("schedule_interval", "schedule and schedule_interval are both given", "Keep 'schedule'.");
        }
        String field = map.has("schedule") ? "schedule" : "schedule_interval";
        String text = written(field);
        Timetable timetable = timetable(field, text, zone);
        boolean scheduled = !(timetable instanceof Timetable.Unscheduled);
        if (scheduled && start == null && !map.has("start_date")) {
            map.wrong(
                    "start_date",
                    "'start_date' is missing, and the dag has a schedule",
                    "Add 'start_date: 2024-01-01' with the day of the first data interval.");
        }
        return new DagSchedule(text, zone, timetable, new Bounds(start, end, map.flag("catchup", false)));
    }

    private @Nullable String written(String field) {
        Object value = map.any(field);
        if (value instanceof Map<?, ?> interval) {
            if (interval.size() == 1
                    && interval.get("every") instanceof String every
                    && Durations.parse(every).isPresent()) {
                return every;
            }
            map.wrong(field, "'" + field + "' has no interval", "Write '" + field + ": {every: 15m}'.");
            return null;
        }
        if (value == null) {
            return null;
        }
        return map.text(field);
    }

    private Timetable timetable(String field, @Nullable String text, ZoneId zone) {
        String meaning = map.has("timetable") ? map.text("timetable") : "interval";
        if (meaning != null && !meaning.equals("interval") && !meaning.equals("trigger")) {
            map.wrong("timetable", "'" + meaning + "' is no timetable", "Write interval or trigger.");
        }
        try {
            return Schedules.parse(
                    text == null ? "" : text,
                    zone,
                    "trigger".equals(meaning) ? Timetable.Meaning.TRIGGER : Timetable.Meaning.INTERVAL);
        } catch (ScheduleException e) {
            map.wrong(field, String.valueOf(e.getMessage()), e.remedy());
            return new Timetable.Unscheduled();
        }
    }

    private @Nullable Instant date(String field, ZoneId zone) {
        String text = map.text(field);
        if (text == null) {
            return null;
        }
        String iso = text.strip().replace(' ', 'T');
        try {
            if (iso.length() <= 10) {
                return LocalDate.parse(iso).atStartOfDay(zone).toInstant();
            }
            return iso.matches(".*T.*([+-]\\d\\d:?\\d\\d|[zZ])")
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso)
                            .atZone(zone)
                            .withLaterOffsetAtOverlap()
                            .toInstant();
        } catch (DateTimeException e) {
            map.wrong(field, "'" + text + "' is no date", "Write such as 2024-03-01 or 2024-03-01T06:30:00.");
            return null;
        }
    }
}
