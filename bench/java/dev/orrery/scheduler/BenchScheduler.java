package dev.orrery.scheduler;

import dev.orrery.database.Database;
import dev.orrery.database.Dialect;
import dev.orrery.identity.Identity;
import dev.orrery.launch.Account;
import dev.orrery.launch.Environment;
import dev.orrery.storage.DirectoryStorage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A scheduler as the server has it, but for its launcher: workloads end as soon as they are started. */
final class BenchScheduler {
    final Database database;
    final Scheduler scheduler;
    final Pages pages;
    final DagList dags;

    /**
     * @param places how many attempts may be under way
     * @param work what a runner does, given the scheduler's reports and its attempt's id
     */
    BenchScheduler(String url, Path folder, int places, Consumer<String> work) {
        database = Database.open(url);
        var tokens = Identity.open(database, Clock.systemUTC()).attemptTokens();
        DirectoryStorage storage = new DirectoryStorage(folder.resolve("objects"));
        Surroundings surroundings = new Surroundings(
                new InstantLauncher(work),
                storage,
                name -> new EnvironmentSource.Readiness.Ready(
                        new Environment("default", "d", Path.of("/usr"), List.of())),
                (commit, dagId, into) -> {},
                user -> new Account(user, 20_001),
                new AttemptTokens() {
                    @Override
                    public String issue(String attemptId) {
                        return tokens.issue(attemptId);
                    }

                    @Override
                    public void revoke(String attemptId) {
                        tokens.revoke(attemptId);
                    }
                },
                (dag, commit, values) -> List.of());
        SchedulerConfig config = SchedulerConfig.of(
                places, folder.resolve("attempts"), () -> "http://127.0.0.1:1", List.of("runner"), List.of());
        scheduler = new Scheduler(
                config, database, surroundings, change -> {}, Clock.systemUTC(), new Seat("bench", List::of, () -> {}));
        ShownVersions versions = new ShownVersions(scheduler.store(), scheduler.specs());
        pages = new Pages(scheduler.store(), versions, storage);
        dags = new DagList(scheduler.store(), versions);
    }

    void report(String attemptId, AttemptEvent event) {
        scheduler.reports().take(attemptId, List.of(event));
    }

    /** Seconds of CPU time of this process. */
    static double cpu() {
        return cpu(ProcessHandle.current());
    }

    private static double cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    /** Of all PostgreSQL's processes: the pool's connections stay open. Zero on SQLite, which works in this process. */
    double cpuOfPostgres() {
        if (database.dialect() == Dialect.SQLITE) {
            return 0;
        }
        long backend = database.read(tx -> tx.first("SELECT pg_backend_pid() AS pid", row -> row.number("pid")))
                .orElseThrow();
        ProcessHandle postmaster =
                ProcessHandle.of(backend).flatMap(ProcessHandle::parent).orElseThrow();
        return postmaster.children().mapToDouble(BenchScheduler::cpu).sum();
    }
}
