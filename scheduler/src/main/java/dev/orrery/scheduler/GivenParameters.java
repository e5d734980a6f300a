package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses parameters that no run of a dag can have. */
final class GivenParameters {
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
    private static final int MAX_CONF = 256 * 1024;

    private final JdbcSchedulerStore store;
    private final Specs specs;
    private final ValueCheck check;

    GivenParameters(JdbcSchedulerStore store, Specs specs, ValueCheck check) {
        this.store = store;
        this.specs = specs;
        this.check = check;
    }

    /** @throws SchedulerException that says what is wrong with which one, as the dag's version in force has it */
    void require(String dagId, Map<String, @Nullable Object> parameters) {
        requireForm(parameters);
        if (parameters.isEmpty()) {
            return;
        }
        VersionRow version = store.read(tx ->
                        store.dags().find(tx, dagId).flatMap(dag -> store.dags().version(tx, dagId, dag.version())))
                .orElseThrow(() -> SchedulerException.notFound("There is no dag '" + dagId + "'."));
        DagSpec spec = specs.of(version);
        List<String> problems = check.problems(spec, version.commit(), parameters);
        if (!problems.isEmpty()) {
            throw new SchedulerException(SchedulerException.Code.INVALID, String.join(" ", problems));
        }
    }

    static void requireForm(Map<String, @Nullable Object> parameters) {
        for (String name : parameters.keySet()) {
            if (!PARAMETER.matcher(name).matches()) {
                throw new SchedulerException(
                        SchedulerException.Code.INVALID,
                        "'" + AttemptError.cut(name, 100)
                                + "' is no name of a parameter: use letters, digits and _, not a digit first.");
            }
        }
        if (Json.write(parameters).length() > MAX_CONF) {
            throw new SchedulerException(
                    SchedulerException.Code.INVALID,
                    "The parameters are longer than 256 KiB: pass a path to the data.");
        }
    }
}
