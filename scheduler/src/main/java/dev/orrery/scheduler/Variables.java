package dev.orrery.scheduler;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The platform's variables, which templates name: {@code var.value.NAME}, {@code var.json.NAME}. They are no secrets. */
final class Variables {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,249}");
    private static final int LONGEST = 65_536;

    private final Engine engine;
    private final JdbcSchedulerStore store;

    Variables(Engine engine) {
        this.engine = engine;
        this.store = engine.store();
    }

    /**
     * {@code Variable}.
     *
     * @param setBy who gave it its value last
     */
    record View(String name, String value, String setBy, Instant setAt) {}

    /** By name. */
    List<View> list() {
        return store.read(store.variables()::list);
    }

    /** Makes a variable, or gives it another value; tasks that start from now on see it. */
    void set(String name, String value, String user) {
        if (!NAME.matcher(name).matches()) {
            throw invalid("A variable's name has letters, digits, '_', '.' and '-', 250 at most.");
        }
        if (value.length() > LONGEST || value.indexOf(0) >= 0) {
            throw invalid("A variable's value is a text of " + LONGEST + " characters at most, without NUL.");
        }
        store.<@Nullable Void>change(tx -> {
            store.variables().put(tx, new View(name, value, user, engine.now()));
            return null;
        });
    }

    /** A template that names it fails from now on. */
    void remove(String name) {
        store.<@Nullable Void>change(tx -> {
            if (!store.variables().remove(tx, name)) {
                throw SchedulerException.notFound("There is no variable '" + AttemptError.cut(name, 100) + "'.");
            }
            return null;
        });
    }

    private static SchedulerException invalid(String message) {
        return new SchedulerException(SchedulerException.Code.INVALID, message);
    }
}
