package dev.orrery.dag;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of a task that are templates, apart from its parameters, by their fields. */
final class TaskTexts {
    private TaskTexts() {}

    static Map<String, String> of(TaskSpec task) {
        Map<String, String> texts = new LinkedHashMap<>();
        task.env().forEach((name, value) -> texts.put("env." + name, value));
        switch (task.kind()) {
            case TaskKind.Notebook _ -> {}
            case TaskKind.ShellText(String text) -> texts.put("command", text);
            case TaskKind.Arguments(var words) -> words.forEach(word -> texts.put("command " + texts.size(), word));
            case TaskKind.SqlCheck check -> texts.put("sql_check.query", check.query());
            case TaskKind.Wait wait -> put(texts, wait.what());
        }
        return texts;
    }

    private static void put(Map<String, String> texts, WaitFor what) {
        switch (what) {
            case WaitFor.Time(String at) -> texts.put("wait_for.time", at);
            case WaitFor.Delay _, WaitFor.DagRun _ -> {}
            case WaitFor.FileThere(String path) -> texts.put("wait_for.file", path);
            case WaitFor.ObjectThere(String url, @Nullable String _) -> texts.put("wait_for.object", url);
            case WaitFor.TableFresh table -> {
                texts.put("wait_for.table", table.table());
                texts.put("wait_for.column", table.column());
            }
        }
    }
}
