package dev.orrery.scheduler;

import dev.orrery.dag.PoolUse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The platform's pools: each has slots, which what names it shares. */
final class Pools {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private static final int MOST_SLOTS = 1_000_000;

    private final Engine engine;
    private final JdbcSchedulerStore store;

    Pools(Engine engine) {
        this.engine = engine;
        this.store = engine.store();
    }

    /**
     * {@code Pool}.
     *
     * @param slots null for no bound, and for a pool that is named and was never made
     * @param exists whether what names it can run
     * @param taken slots of what is under way
     * @param wanted slots of what waits
     */
    record View(String name, @Nullable Integer slots, boolean exists, int taken, int wanted) {}

    /** Those that were made, the default one, and those that something waits for; by name. */
    List<View> list() {
        return store.read(tx -> {
            Map<String, Integer> slots = store.pools().slots(tx);
            Map<String, Integer> taken = store.pools().taken(tx);
            Map<String, Integer> wanted = store.pools().wanted(tx);
            Set<String> names = new TreeSet<>(slots.keySet());
            names.add(PoolUse.DEFAULT_POOL);
            names.addAll(wanted.keySet());
            return names.stream()
                    .map(name -> new View(
                            name,
                            slots.get(name),
                            slots.containsKey(name) || name.equals(PoolUse.DEFAULT_POOL),
                            taken.getOrDefault(name, 0),
                            wanted.getOrDefault(name, 0)))
                    .toList();
        });
    }

    /** Makes a pool, or gives it other slots: what is under way goes on, and counts. */
    void set(String name, int slots) {
        if (!NAME.matcher(name).matches()) {
            throw invalid("A pool's name has letters, digits, '_', '.' and '-', 100 at most.");
        }
        if (slots < 0 || slots > MOST_SLOTS) {
            throw invalid("A pool has from 0 to " + MOST_SLOTS + " slots.");
        }
        store.<@Nullable Void>change(tx -> {
            store.pools().set(tx, name, slots);
            tx.afterCommit(engine.dispatcher()::ring);
            return null;
        });
    }

    /** What names it waits from now on; the default pool has no bound again. */
    void remove(String name) {
        store.<@Nullable Void>change(tx -> {
            if (!store.pools().remove(tx, name)) {
                throw SchedulerException.notFound("There is no pool '" + AttemptError.cut(name, 100) + "'.");
            }
            tx.afterCommit(engine.dispatcher()::ring);
            return null;
        });
    }

    private static SchedulerException invalid(String message) {
        return new SchedulerException(SchedulerException.Code.INVALID, message);
    }
}
