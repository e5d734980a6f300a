package dev.orrery.dag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one task. */
final class TaskFields {
    private TaskFields() {}

    /** The names of other tasks in it stay as written. */
    static TaskSpec read(
            String id, @Nullable String group, YamlMap map, int line, Defaults outer, Map<String, Integer> lines) {
        Defaults own = outer.read(map, lines);
        Optional<TaskKind> kind = KindReader.read(map);
        Optional<ForEach> forEach = ForEachReader.read(map);
        Role role = role(map);
        return new TaskSpec(
                id,
                group,
                kind.orElse(new TaskKind.Notebook("")),
                own.parameters(),
                own.env(),
                connections(own, kind),
                start(map, own, role, forEach),
                forEach.orElse(null),
                role,
                own.retries(),
                own.timeout(),
                own.pool(),
                map.texts("produces"),
                own.resources(),
                new TaskSpec.Lines(line, map.line(KindReader.field(map)), own.parameterLines()));
    }

    /** With the one that the task's kind asks. */
    private static List<String> connections(Defaults own, Optional<TaskKind> kind) {
        Set<String> all = new LinkedHashSet<>(own.connections());
        switch (kind.orElse(null)) {
            case TaskKind.SqlCheck check -> all.add(check.connection());
            case TaskKind.Wait(WaitFor.TableFresh table, Duration _, boolean _) -> all.add(table.connection());
            case null, default -> {}
        }
        return List.copyOf(all);
    }

    /** A task comes after those that it names elsewhere, too. */
    private static Start start(YamlMap map, Defaults own, Role role, Optional<ForEach> forEach) {
        Set<String> after = new LinkedHashSet<>(map.texts("after"));
        switch (role) {
            case Role.Teardown teardown -> after.addAll(teardown.setups());
            case Role.Setup _, Role.Work _ -> {}
        }
        if (forEach.isPresent() && forEach.get().items() instanceof ForEach.Items.Output output) {
            after.add(output.taskId());
        }
        return new Start(List.copyOf(after), rule(map), when(map), own.dependsOnPast(), own.waitForDownstream());
    }

    private static @Nullable String when(YamlMap map) {
        return map.any("when") instanceof Boolean truth
                ? String.valueOf(truth)
                : map.has("when") ? map.text("when") : null;
    }

    private static Role role(YamlMap map) {
        boolean setup = map.flag("setup", false);
        boolean teardown = map.has("teardown") && !Boolean.FALSE.equals(map.any("teardown"));
        if (setup && teardown) {
            map.wrong("teardown", "the task is both setup and teardown", "Keep one of them.");
        }
        boolean failsRun = map.flag("on_failure_fail_dagrun", false);
        if (failsRun && !teardown) {
            map.wrong(
                    "on_failure_fail_dagrun",
                    "the task is no teardown, so its failure fails the run anyway",
                    "Remove the line, or make it a teardown.");
        }
        if (teardown) {
            List<String> setups = map.any("teardown") instanceof Boolean ? List.of() : map.texts("teardown");
            return new Role.Teardown(setups, failsRun);
        }
        return setup ? new Role.Setup() : new Role.Work();
    }

    private static TriggerRule rule(YamlMap map) {
        String word = map.has("trigger_rule") ? map.text("trigger_rule") : null;
        if (word == null) {
            return TriggerRule.ALL_SUCCESS;
        }
        List<String> words = new ArrayList<>();
        for (TriggerRule rule : TriggerRule.values()) {
            if (rule.word().equals(word)) {
                return rule;
            }
            words.add(rule.word());
        }
        map.wrong(
                "trigger_rule",
                "'" + word + "' is no trigger rule",
                Nearest.to(word, words)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Use one of " + String.join(", ", words) + "."));
        return TriggerRule.ALL_SUCCESS;
    }
}
