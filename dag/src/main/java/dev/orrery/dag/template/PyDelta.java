package dev.orrery.dag.template;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Python's timedelta. */
record PyDelta(Duration length) implements PyObject {
    /** timedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0). */
    static PyDelta of(Arguments arguments) {
        arguments.only("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks");
        double micros = 1e6
                * (arguments.number(0, "days", 0) * 86_400
                        + arguments.number(1, "seconds", 0)
                        + arguments.number(4, "minutes", 0) * 60
                        + arguments.number(5, "hours", 0) * 3_600
                        + arguments.number(6, "weeks", 0) * 604_800);
        micros += arguments.number(2, "microseconds", 0) + arguments.number(3, "milliseconds", 0) * 1e3;
        if (Math.abs(micros) > 9e18) {
            throw new TemplateException("a timedelta is too long", "Keep it under a hundred million days.");
        }
        return ofMicros((long) Math.rint(micros));
    }

    static PyDelta ofMicros(long micros) {
        return new PyDelta(Duration.of(micros, ChronoUnit.MICROS));
    }

    long micros() {
        return length.toSeconds() * 1_000_000 + length.toNanosPart() / 1_000;
    }

    long days() {
        return Math.floorDiv(length.toSeconds(), 86_400L);
    }

    @Override
    public String kind() {
        return "a timedelta";
    }

    @Override
    public Collection<String> names() {
        return List.of("days", "seconds", "microseconds", "total_seconds");
    }

    @Override
    public Optional<Object> attribute(String name) {
        return switch (name) {
            case "days" -> Optional.of(days());
            case "seconds" -> Optional.of(Math.floorMod(length.toSeconds(), 86_400L));
            case "microseconds" -> Optional.of((long) length.toNanosPart() / 1_000);
            default -> Optional.empty();
        };
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        if (method.equals("total_seconds")) {
            return micros() / 1e6;
        }
        throw Unknown.method(this, method);
    }

    @Override
    public boolean truth() {
        return !length.isZero();
    }

    @Override
    public String repr() {
        StringBuilder parts = new StringBuilder();
        Map<String, Long> fields = new LinkedHashMap<>();
        fields.put("days", days());
        fields.put("seconds", Math.floorMod(length.toSeconds(), 86_400L));
        fields.put("microseconds", length.toNanosPart() / 1_000L);
        fields.forEach((name, count) -> {
            if (count != 0) {
                parts.append(parts.isEmpty() ? "" : ", ").append(name + "=" + count);
            }
        });
        return "datetime.timedelta(" + (parts.isEmpty() ? "0" : parts) + ")";
    }

    @Override
    public String str() {
        long days = days();
        long rest = Math.floorMod(length.toSeconds(), 86_400L);
        String clock = "%d:%02d:%02d".formatted(rest / 3_600, rest / 60 % 60, rest % 60);
        String micros = length.toNanosPart() == 0 ? "" : ".%06d".formatted(length.toNanosPart() / 1_000);
        String prefix = days == 0 ? "" : days + (Math.abs(days) == 1 ? " day, " : " days, ");
        return prefix + clock + micros;
    }
}
