package dev.orrery.publish;

import dev.orrery.dag.DagException;
import dev.orrery.dag.Finding;
import dev.orrery.dag.ParsedDag;
import dev.orrery.dag.Preview;
import dev.orrery.http.Exchange;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code orrery dag preview DIR --from T --to T [--now T] [--json]}: which runs a dag would get, with rendered parameters.
 * Asks for dag.yml alone; the notebooks need not be there. Of a folder of dags' folders it shows all, each run with its dag_id.
 * No server needed.
 */
public final class PreviewCommand {
    private final InstantSource clock;

    public PreviewCommand(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Prints and returns the exit code: 0 done, 1 errors in dag.yml or in rendering, 2 wrong use. Times are ISO 8601, such as
     * {@code 2026-03-01} or {@code 2026-03-01T06:00:00Z}; without a zone they are UTC.
     *
     * @param now null for the present
     */
    public int run(
            Path directory,
            String from,
            String to,
            @Nullable String now,
            boolean json,
            PrintStream out,
            PrintStream err) {
        try {
            Instant begin = time("--from", from);
            Instant end = time("--to", to);
            Instant present = now == null ? clock.instant() : time("--now", now);
            if (end.isBefore(begin)) {
                throw new UsageException("--to is before --from. Give the earlier time as --from.");
            }
            List<Path> folders = LocalFolder.dags(directory);
            List<DagRuns> previews = new ArrayList<>();
            for (Path folder : folders) {
                switch (DagYaml.of(LocalFolder.read(folder)).parsed()) {
                    case ParsedDag.Invalid invalid -> {
                        return refused(folder, invalid, json, out, err);
                    }
                    case ParsedDag.Valid valid ->
                        previews.add(new DagRuns(
                                folders.size() > 1 ? valid.dag().dagId() : null,
                                Preview.runs(valid.dag(), begin, end, present)));
                }
            }
            return print(previews, json, out);
        } catch (UsageException | PublishException e) {
            err.println("orrery dag preview: " + e.getMessage());
            return 2;
        } catch (DagException e) {
            err.println("orrery dag preview: " + CheckCommand.plain(e.getMessage() + " " + e.remedy()));
            return 1;
        }
    }

    /** Findings go where they do not mix with what a program reads as runs. */
    private static int refused(
            Path directory, ParsedDag.Invalid invalid, boolean json, PrintStream out, PrintStream err) {
        List<Finding> findings = invalid.findings();
        if (json) {
            out.println(Exchange.JSON.writeValueAsString(Map.of("problems", FindingJson.of(findings))));
        }
        CheckCommand.print(directory, findings, json ? err : out);
        return 1;
    }

    /** @param dagId null where there is one dag alone, whose runs need no name of it */
    private record DagRuns(@Nullable String dagId, List<Preview.Run> runs) {}

    private static int print(List<DagRuns> previews, boolean json, PrintStream out) {
        if (json) {
            List<Map<String, Object>> runs = new ArrayList<>();
            previews.forEach(preview -> preview.runs().forEach(run -> runs.add(json(preview.dagId(), run))));
            out.println(Exchange.JSON.writeValueAsString(Map.of("runs", runs)));
            return 0;
        }
        for (DagRuns preview : previews) {
            if (preview.dagId() != null) {
                out.println(preview.dagId() + ":");
            }
            print(preview.runs(), out);
        }
        return 0;
    }

    private static Map<String, Object> json(@Nullable String dagId, Preview.Run run) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (dagId != null) {
            json.put("dag_id", dagId);
        }
        json.putAll(Preview.json(run));
        return json;
    }

    private static void print(List<Preview.Run> runs, PrintStream out) {
        if (runs.isEmpty()) {
            out.println("No run comes in that time.");
        }
        for (Preview.Run run : runs) {
            out.println(run.runId() + "  data from " + run.interval().start() + " to "
                    + run.interval().end() + ", runs after " + run.interval().runAfter());
            run.tasks().forEach((id, task) -> {
                task(id, task.parameters(), out);
                task.instances().ifPresent(instances -> {
                    for (Map<String, @Nullable Object> parameters : instances) {
                        task("  " + id, parameters, out);
                    }
                });
            });
        }
    }

    private static void task(String name, Map<String, @Nullable Object> parameters, PrintStream out) {
        out.println("    " + name + "  " + CheckCommand.plain(Exchange.JSON.writeValueAsString(parameters)));
    }

    private static Instant time(String option, String text) {
        try {
            if (text.length() == "2026-03-01".length()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            boolean zoned = text.endsWith("Z") || text.substring(10).matches(".*[+-]\\d{2}(:?\\d{2})?");
            return zoned
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException | IndexOutOfBoundsException e) {
            throw new UsageException(option + " is '" + CheckCommand.plain(text)
                    + "', which is no time. Write it as 2026-03-01 or 2026-03-01T06:00:00Z.");
        }
    }

    private static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }
}
