package dev.orrery.dag;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One task of a dag.
 *
 * @param group the group it stands in, whose name and a dot begin its id; null for none
 * @param parameters the dag's and the group's parameters with the task's own over them, templates not rendered
 * @param env environment variables over those of the platform, likewise; the values are templates
 * @param connections names of those that its process is given
 * @param forEach null for one instance
 * @param timeout of one attempt; null for no limit
 * @param produces the data that its success has made anew
 * @param lines where it stands in dag.yml
 */
public record TaskSpec(
        String taskId,
        @Nullable String group,
        TaskKind kind,
        Map<String, @Nullable Object> parameters,
        Map<String, String> env,
        List<String> connections,
        Start start,
        @Nullable ForEach forEach,
        Role role,
        Retries retries,
        @Nullable Duration timeout,
        PoolUse pool,
        List<String> produces,
        Resources resources,
        Lines lines) {

    private static final Pattern ABOUT_ITEM = Pattern.compile("(?<![.\\w])(item|map_index)\\b|\\bti\\.map_index\\b");

    public TaskSpec {
        env = Map.copyOf(env);
        connections = List.copyOf(connections);
        produces = List.copyOf(produces);
    }

    /** A task in no group that does {@code kind} once, with nothing but what is given. */
    public static TaskSpec of(
            String taskId, TaskKind kind, Map<String, @Nullable Object> parameters, Start start, Lines lines) {
        return new TaskSpec(
                taskId,
                null,
                kind,
                parameters,
                Map.of(),
                List.of(),
                start,
                null,
                new Role.Work(),
                Defaults.NONE.retries(),
                null,
                PoolUse.DEFAULT,
                List.of(),
                Resources.DEFAULT,
                lines);
    }

    public TaskSpec with(Retries other, @Nullable Duration otherTimeout) {
        return new TaskSpec(
                taskId,
                group,
                kind,
                parameters,
                env,
                connections,
                start,
                forEach,
                role,
                other,
                otherTimeout,
                pool,
                produces,
                resources,
                lines);
    }

    TaskSpec with(Start otherStart, Role otherRole, @Nullable ForEach otherForEach) {
        return new TaskSpec(
                taskId,
                group,
                kind,
                parameters,
                env,
                connections,
                otherStart,
                otherForEach,
                otherRole,
                retries,
                timeout,
                pool,
                produces,
                resources,
                lines);
    }

    /** Whether its condition is about the item, so that it is asked for each instance and not once for all. */
    public boolean asksEachInstance() {
        String when = start.when();
        if (forEach == null || when == null) {
            return false;
        }
        String as = forEach.as();
        return ABOUT_ITEM.matcher(when).find()
                || (as != null
                        && Pattern.compile("\\bparams\\s*(\\.\\s*|\\[\\s*['\"])" + Pattern.quote(as) + "\\b")
                                .matcher(when)
                                .find());
    }

    /** The task without its for_each. */
    public TaskSpec alone() {
        return with(start, role, null);
    }

    /** The path of the notebook of a task that runs one. */
    public Optional<String> notebook() {
        return kind instanceof TaskKind.Notebook(String path) ? Optional.of(path) : Optional.empty();
    }

    /**
     * Lines from 1.
     *
     * @param task where the task begins
     * @param kind where it says what it does, such as its notebook
     * @param parameters of every parameter, those of the dag too
     */
    public record Lines(int task, int kind, Map<String, Integer> parameters) {
        public Lines {
            parameters = Map.copyOf(parameters);
        }
    }
}
