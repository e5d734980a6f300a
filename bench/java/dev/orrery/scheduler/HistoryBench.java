package dev.orrery.scheduler;

import dev.orrery.database.Dialect;
import dev.orrery.database.Transaction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A long history: {@code URL FOLDER DAGS RUNS DUE MINUTES}. RUNS runs of DAGS dags, each with a task and an attempt; then DUE of
 * the dags are due at each full minute. How late their runs begin, and how long what pages ask for takes meanwhile.
 */
public final class HistoryBench {
    private final BenchScheduler bench;
    private final int dags;
    private final int runsEach;
    private final int due;
    private final Random random = new Random(1);

    private HistoryBench(String url, Path folder, int dags, int runs, int due) {
        this.bench = new BenchScheduler(url, folder, 32, this::run);
        this.dags = dags;
        this.runsEach = runs / dags;
        this.due = due;
    }

    public static void main(String[] given) throws Exception {
        HistoryBench history = new HistoryBench(
                given[0],
                Path.of(given[1]),
                Integer.parseInt(given[2]),
                Integer.parseInt(given[3]),
                Integer.parseInt(given[4]));
        history.fill();
        history.pages("nothing due");
        history.minutes(Integer.parseInt(given[5]));
        System.exit(0);
    }

    private void run(String attemptId) {
        Instant now = Instant.now();
        bench.report(attemptId, SchedulerBench.event(1, now, AttemptEvent.Kind.STARTED, null));
        bench.report(
                attemptId,
                SchedulerBench.event(2, now, AttemptEvent.Kind.FINISHED, AttemptEvent.EndState.SUCCESS));
    }

    /** Copies of one deployed dag of each kind, whose runs were each an hour after the other. */
    private void fill() {
        Instant began = Instant.now();
        SchedulerBench.deploy(bench.scheduler, "often", "'* * * * *'", "  a: {notebook: a.ipynb}\n");
        SchedulerBench.deploy(bench.scheduler, "daily", "'@daily'", "  a: {notebook: a.ipynb}\n");
        long first = micros(Instant.now().truncatedTo(ChronoUnit.DAYS));
        long hour = Duration.ofHours(1).toMillis() * 1_000;
        long oldest = first - hour * (runsEach + 24L);
        inOne(tx -> {
            String n = numbers(tx, dags);
            tx.update(
                    """
                    INSERT INTO dag (dag_id, version, paused, max_active_runs, last_start, last_end, next_start, next_end, revision)
                    SELECT %s, 1, 0, 16, NULL, NULL, d.next_start, d.next_end, 0
                    FROM %s JOIN dag d ON d.dag_id = CASE WHEN i < %d THEN 'often' ELSE 'daily' END"""
                            .formatted(name(tx), n, due));
            tx.update(
                    """
                    INSERT INTO dag_version (dag_id, version, yaml, commit_id, run_as, files, deployed_at, shown)
                    SELECT %s, 1, REPLACE(v.yaml, 'dag_id: ' || v.dag_id, 'dag_id: ' || %s), v.commit_id, v.run_as, v.files, v.deployed_at, v.shown
                    FROM %s JOIN dag_version v ON v.dag_id = CASE WHEN i < %d THEN 'often' ELSE 'daily' END"""
                            .formatted(name(tx), name(tx), n, due));
        });
        for (int at = 0; at < runsEach; at++) {
            long start = oldest + hour * at;
            inOne(tx -> {
                String n = numbers(tx, dags);
                String run = "'r' || CAST(" + start + " AS TEXT)";
                tx.update(
                        """
                        INSERT INTO run (dag_id, run_id, version, kind, state, cancelling, interval_start, interval_end,
                          logical_date, run_after, created_at, started_at, ended_at, conf, environment, revision)
                        SELECT %1$s, %2$s, 1, 'backfill', CASE WHEN i %% 9 = 0 THEN 'failed' ELSE 'success' END, 0, %3$d, %4$d,
                          %3$d, %4$d, %4$d, %4$d, %4$d, '{}', 'default', 5 FROM %5$s"""
                                .formatted(name(tx), run, start, start + hour, n));
                tx.update(
                        """
                        INSERT INTO task (dag_id, run_id, task_id, position, notebook, after_tasks, trigger_rule, retries,
                          retry_delay, state, attempts, attempts_allowed, started_at, ended_at)
                        SELECT %1$s, %2$s, 'a', 0, 'a.ipynb', '[]', 'all_success', 0, 0, 'success', 1, 1, %3$d, %3$d FROM %4$s"""
                                .formatted(name(tx), run, start, n));
                tx.update(
                        """
                        INSERT INTO attempt (attempt_id, dag_id, run_id, task_id, number, state, created_at, claimed_at,
                          launched_at, started_at, ended_at, exit_code, cells_total, cells_done, last_sequence, server, environment)
                        SELECT 'x' || CAST(i AS TEXT) || '-' || CAST(%3$d AS TEXT), %1$s, %2$s, 'a', 1, 'success',
                          %3$d, %3$d, %3$d, %3$d, %3$d, 0, 1, 1, 2, 'bench', 'default' FROM %4$s"""
                                .formatted(name(tx), run, start, n));
            });
        }
        inOne(tx -> tx.update("ANALYZE"));
        System.out.printf(
                "%,d dags, %,d runs, made in %d s%n",
                dags, dags * runsEach, Duration.between(began, Instant.now()).toSeconds());
    }

    private void inOne(Consumer<Transaction> work) {
        bench.database.transaction(tx -> {
            if (tx.dialect() == Dialect.POSTGRESQL) {
                tx.update("SET LOCAL session_replication_role = replica"); // foreign keys are not looked at
            }
            work.accept(tx);
            return 0;
        });
    }

    private static String name(Transaction tx) {
        return tx.dialect() == Dialect.SQLITE ? "printf('d%05d', i)" : "'d' || lpad(i::text, 5, '0')";
    }

    private static String numbers(Transaction tx, int count) {
        return tx.dialect() == Dialect.SQLITE
                ? "(WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < %d) SELECT i FROM c) AS n"
                        .formatted(count - 1)
                : "generate_series(0, %d) AS i".formatted(count - 1);
    }

    private void minutes(int count) throws Exception {
        Instant first = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        inOne(tx -> {
            String next = "UPDATE dag SET last_start = ?, last_end = ?, next_start = ?, next_end = ? WHERE dag_id ";
            long minute = 60_000_000;
            long at = micros(first);
            tx.update(next + "= 'often' OR dag_id < 'd%05d'".formatted(due), at - 2 * minute, at - minute, at - minute, at);
            long day = micros(first.truncatedTo(ChronoUnit.DAYS));
            long length = 24 * 60 * minute;
            tx.update(next + "= 'daily' OR dag_id BETWEEN 'd%05d' AND 'd99999'".formatted(due), day - length, day, day, day + length);
        });
        bench.scheduler.start();
        for (int i = 0; i < count; i++) {
            Instant minute = first.plus(i, ChronoUnit.MINUTES);
            sleepUntil(minute);
            double ours = BenchScheduler.cpu();
            double postgres = bench.cpuOfPostgres();
            if (i % 2 == 1) {
                pages("minute " + (i + 1));
            }
            sleepUntil(minute.plusSeconds(57));
            System.out.printf(
                    "minute %d, of CPU %.2f s of ours, %.2f s of PostgreSQL%n",
                    i + 1, BenchScheduler.cpu() - ours, bench.cpuOfPostgres() - postgres);
            lag(minute);
        }
    }

    private void lag(Instant minute) {
        for (String what : List.of("run.started_at", "attempt.launched_at", "attempt.ended_at")) {
            String sql =
                    """
                    SELECT %s AS at FROM run JOIN attempt ON attempt.dag_id = run.dag_id AND attempt.run_id = run.run_id
                    WHERE run.run_after = ? AND run.kind = 'scheduled'"""
                            .formatted(what);
            List<Double> late = bench.database.read(tx -> tx.list(sql, row -> late(minute, row.timeOrNull("at")), minute)).stream()
                    .sorted()
                    .toList();
            print("  " + what + " after the full minute", late, "s");
        }
    }

    /** In seconds; what has not happened counts as a minute. */
    private static double late(Instant minute, @Nullable Instant at) {
        return at == null ? 60 : Duration.between(minute, at).toNanos() / 1e9;
    }

    private void pages(String when) throws Exception {
        Map<String, List<Double>> times = new TreeMap<>();
        Instant end = Instant.now().plusSeconds(20);
        for (int i = 0; i < 5; i++) {
            look(new TreeMap<>());
        }
        while (Instant.now().isBefore(end)) {
            look(times);
            Thread.sleep(20);
        }
        System.out.println(when + ":");
        times.forEach((what, all) -> print("  " + what, all.stream().sorted().toList(), "ms"));
    }

    private void look(Map<String, List<Double>> times) throws Exception {
        String dagId = "d%05d".formatted(random.nextInt(dags));
        timed(times, "list of dags, first 50", () -> bench.dags.answer(query(List.of(), null)));
        timed(times, "list of dags, found by words", () -> bench.dags.answer(query(List.of("d01"), null)));
        timed(times, "list of dags, whose last run failed", () -> bench.dags.answer(query(List.of(), RunState.FAILED)));
        timed(times, "dag", () -> bench.pages.dag(dagId));
        RunsLook runs = new RunsLook();
        timed(times, "runs of a dag with tasks", () -> runs.view = bench.pages.runs(dagId, 25, null, true));
        String runId = runs.view.runs().get(random.nextInt(runs.view.runs().size())).run().runId();
        timed(times, "run", () -> bench.pages.runDetail(dagId, runId));
        timed(times, "runs further back", () -> bench.pages.runs(dagId, 25, runId, true));
    }

    private static final class RunsLook {
        private Views.RunsView view;
    }

    private static DagQuery query(List<String> words, RunState state) {
        return new DagQuery(
                words, null, null, (Set<String>) null, state, null, java.util.Comparator.comparing(DagHead::dagId), 50, 0);
    }

    private static void timed(Map<String, List<Double>> times, String what, Callable<?> query) throws Exception {
        long from = System.nanoTime();
        query.call();
        times.computeIfAbsent(what, any -> new ArrayList<>()).add((System.nanoTime() - from) / 1e6);
    }

    private static void print(String what, List<Double> sorted, String unit) {
        if (sorted.isEmpty()) {
            System.out.printf("%-52s none%n", what);
            return;
        }
        System.out.printf(
                "%-52s p50 %7.2f %s   p99 %7.2f %s   most %7.2f %s   (%d)%n",
                what,
                sorted.get(sorted.size() / 2),
                unit,
                sorted.get(sorted.size() * 99 / 100),
                unit,
                sorted.getLast(),
                unit,
                sorted.size());
    }

    private static void sleepUntil(Instant time) throws InterruptedException {
        Thread.sleep(Duration.between(Instant.now(), time));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
