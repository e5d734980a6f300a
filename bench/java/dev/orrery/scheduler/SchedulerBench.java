package dev.orrery.scheduler;

import dev.orrery.dag.DagFile;
import dev.orrery.dag.ParsedDag;
import dev.orrery.database.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the scheduler itself takes: {@code URL FOLDER tasks N | latency N}, on an empty PostgreSQL. */
public final class SchedulerBench {
    private final Database database;
    private final AtomicInteger ended = new AtomicInteger();
    private final Map<String, Long> endedAt = new ConcurrentHashMap<>();
    private final List<Long> latencies = Collections.synchronizedList(new ArrayList<>());
    private final BenchScheduler bench;
    private final Scheduler scheduler;
    private volatile boolean measured;

    private SchedulerBench(String url, Path folder, int places) {
        bench = new BenchScheduler(url, folder, places, this::run);
        database = bench.database;
        scheduler = bench.scheduler;
        scheduler.start();
    }

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[3]);
        switch (arguments[2]) {
            case "tasks" -> new SchedulerBench(arguments[0], Path.of(arguments[1]), 32).tasks(count);
            case "latency" -> new SchedulerBench(arguments[0], Path.of(arguments[1]), 8).latency(count);
            default -> throw new IllegalArgumentException(arguments[2]);
        }
        System.exit(0);
    }

    /** What a runner tells of a notebook that does nothing. */
    private void run(String attemptId) {
        Instant now = Instant.now();
        AttemptRow attempt = measured ? find(attemptId) : null;
        if (attempt != null && attempt.taskId().equals("b")) {
            latencies.add(System.nanoTime() - endedAt.get(attempt.run().runId()));
        }
        scheduler.reports().take(attemptId, List.of(event(1, now, AttemptEvent.Kind.STARTED, null)));
        if (attempt != null && attempt.taskId().equals("a")) {
            endedAt.put(attempt.run().runId(), System.nanoTime());
        }
        scheduler
                .reports()
                .take(attemptId, List.of(event(2, now, AttemptEvent.Kind.FINISHED, AttemptEvent.EndState.SUCCESS)));
        ended.incrementAndGet();
    }

    private AttemptRow find(String attemptId) {
        return scheduler.store().read(tx -> scheduler.store().attempts().find(tx, attemptId)).orElseThrow();
    }

    static AttemptEvent event(
            long sequence, Instant at, AttemptEvent.Kind kind, AttemptEvent.EndState state) {
        return new AttemptEvent(sequence, at, kind, 1, null, null, null, null, null, state, 0, null, null);
    }

    static void deploy(Scheduler scheduler, String dagId, String schedule, String tasks) {
        String yaml = "dag_id: " + dagId + "\nowner: ana\nschedule: " + schedule
                + "\nstart_date: 2026-01-01\nmax_active_runs: 100\ntags: [bench]\ndescription: A dag of many\ntasks:\n" + tasks;
        if (!(DagFile.parse("dag.yml", yaml) instanceof ParsedDag.Valid valid)) {
            throw new IllegalStateException(DagFile.parse("dag.yml", yaml).toString());
        }
        scheduler.deploy(valid.dag(), yaml, "c1", "ana", List.of("dag.yml"));
    }

    private void tasks(int count) throws InterruptedException {
        StringBuilder fan = new StringBuilder("  a: {notebook: a.ipynb}\n");
        for (int i = 0; i < 8; i++) {
            fan.append("  b").append(i).append(": {notebook: b.ipynb, after: [a]}\n");
        }
        fan.append("  z: {notebook: z.ipynb, after: [b0, b1, b2, b3, b4, b5, b6, b7]}\n");
        for (int dag = 0; dag < 20; dag++) {
            deploy(scheduler, "d" + dag, "none", fan.toString());
        }
        burst(count / 4); // warm
        double ours = BenchScheduler.cpu();
        double postgres = bench.cpuOfPostgres();
        long from = System.nanoTime();
        burst(count);
        double seconds = (System.nanoTime() - from) / 1e9;
        double oursEach = (BenchScheduler.cpu() - ours) / count * 1e3;
        double postgresEach = (bench.cpuOfPostgres() - postgres) / count * 1e3;
        System.out.printf(
                "no-op tasks   %.0f /s   (%d in %.1f s; of CPU each %.2f ms of ours, %.2f ms of PostgreSQL: two idle cores would do %.0f /s)%n",
                count / seconds, count, seconds, oursEach, postgresEach, 2_000 / (oursEach + postgresEach));
    }

    private void burst(int tasks) throws InterruptedException {
        int goal = ended.get() + tasks;
        Thread asking = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < tasks / 10; i++) {
                scheduler.trigger("d" + i % 20, Map.of(), "ana");
            }
        });
        while (ended.get() < goal) {
            Thread.sleep(5);
        }
        asking.join();
    }

    private void latency(int count) throws InterruptedException {
        deploy(scheduler, "p", "none", "  a: {notebook: a.ipynb}\n  b: {notebook: b.ipynb, after: [a]}\n");
        measured = true;
        for (int i = 0; i < count + 200; i++) {
            if (i == 200) {
                latencies.clear();
            }
            int goal = ended.get() + 2;
            scheduler.trigger("p", Map.of(), "ana");
            while (ended.get() < goal) {
                Thread.sleep(Duration.ofMillis(1));
            }
            Thread.sleep(5);
        }
        List<Long> sorted = latencies.stream().sorted().toList();
        System.out.printf(
                "parent's end to child's launch   p50 %.1f ms   p99 %.1f ms   (%d)%n",
                sorted.get(sorted.size() / 2) / 1e6, sorted.get(sorted.size() * 99 / 100) / 1e6, sorted.size());
    }
}
