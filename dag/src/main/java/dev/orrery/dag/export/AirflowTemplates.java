package dev.orrery.dag.export;

import dev.orrery.dag.TaskSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Templates in the names that Airflow 3 has: those that it dropped, and those that are ours alone, are written in others. */
final class AirflowTemplates {
    private static final Pattern CODE = Pattern.compile("\\{\\{.*?\\}\\}|\\{%.*?%\\}", Pattern.DOTALL);
    private static final Pattern OUTPUT =
            Pattern.compile("\\btasks(?:\\.([A-Za-z_]\\w*)|\\[\\s*(['\"])(.*?)\\2\\s*\\])\\.output\\.([A-Za-z_]\\w*)");
    private static final Map<String, String> NAMES = Map.of(
            "execution_date", "logical_date",
            "yesterday_ds_nodash", "((logical_date - macros.timedelta(days=1)) | ds_nodash)",
            "yesterday_ds", "((logical_date - macros.timedelta(days=1)) | ds)",
            "tomorrow_ds_nodash", "((logical_date + macros.timedelta(days=1)) | ds_nodash)",
            "tomorrow_ds", "((logical_date + macros.timedelta(days=1)) | ds)");
    private static final Pattern NAME = Pattern.compile(
            "(?<![\\w.'\"])(execution_date|yesterday_ds_nodash|yesterday_ds|tomorrow_ds_nodash|tomorrow_ds)\\b");
    private static final Pattern GONE =
            Pattern.compile("(?<![\\w.'\"])((?:prev|next)_(?:ds_nodash|ds|execution_date)|item)\\b");

    private final Set<String> notes;

    AirflowTemplates(Set<String> notes) {
        this.notes = notes;
    }

    @Nullable
    Object of(TaskSpec task, @Nullable Object value) {
        return switch (value) {
            case String text ->
                CODE.matcher(text).replaceAll(code -> Matcher.quoteReplacement(code(task, code.group())));
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> items = new LinkedHashMap<>();
                map.forEach((key, item) -> items.put(String.valueOf(key), of(task, item)));
                yield items;
            }
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.forEach(item -> items.add(of(task, item)));
                yield items;
            }
            case null, default -> value;
        };
    }

    /** A time of day becomes that time on the day when the run is due. */
    @Nullable
    Object timeOf(TaskSpec task, String at) {
        return at.strip().matches("\\d{1,2}:\\d\\d(:\\d\\d)?")
                ? "{{ dag_run.run_after.in_timezone(dag.timezone).strftime('%Y-%m-%dT" + at.strip() + "') }}"
                : of(task, at);
    }

    private String code(TaskSpec task, String code) {
        Matcher gone = GONE.matcher(code);
        if (gone.find()) {
            notes.add("'" + gone.group(1) + "' in the task '" + task.taskId()
                    + "' is no name of Airflow 3: write another.");
        }
        String named = NAME.matcher(code)
                .replaceAll(name -> Matcher.quoteReplacement(NAMES.getOrDefault(name.group(1), name.group(1))));
        return OUTPUT.matcher(named)
                .replaceAll(output -> Matcher.quoteReplacement("ti.xcom_pull(task_ids='"
                        + (output.group(1) == null ? output.group(3) : output.group(1)) + "', key='" + output.group(4)
                        + "')"));
    }
}
