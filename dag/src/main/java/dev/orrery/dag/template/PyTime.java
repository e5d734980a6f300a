package dev.orrery.dag.template;

import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A time of day. */
record PyTime(LocalTime time) implements PyObject {
    private static final List<String> ATTRIBUTES = List.of("hour", "minute", "second", "microsecond");
    private static final List<String> METHODS = List.of("strftime", "isoformat", "format");

    private PyDateTime onADay() {
        return new PyDateTime(
                ZonedDateTime.of(1900, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC).with(time), true);
    }

    @Override
    public String kind() {
        return "a time of day";
    }

    @Override
    public Collection<String> names() {
        return List.of("hour", "minute", "second", "microsecond", "strftime", "isoformat", "format");
    }

    @Override
    public Optional<Object> attribute(String name) {
        return ATTRIBUTES.contains(name) ? onADay().attribute(name) : Optional.empty();
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        if (method.equals("isoformat")) {
            return str();
        }
        if (METHODS.contains(method)) {
            return onADay().call(method, arguments);
        }
        throw Unknown.method(this, method);
    }

    @Override
    public String str() {
        return onADay().isoformat().substring("1900-01-01T".length());
    }

    @Override
    public String repr() {
        String micros = time.getNano() == 0 ? "" : ", " + time.getNano() / 1_000;
        return "Time(" + time.getHour() + ", " + time.getMinute() + ", " + time.getSecond() + micros + ")";
    }
}
