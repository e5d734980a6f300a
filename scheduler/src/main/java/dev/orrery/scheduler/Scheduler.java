package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.database.Database;
import dev.orrery.database.Migrations;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs of deployed dags: makes them when they are due, launches their tasks' attempts, follows them to their end. All that it
 * knows is in the database: it may be killed at any instant, and a new one on the same database goes on where it was.
 */
public final class Scheduler implements AutoCloseable {
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
    private static final int MAX_CONF = 256 * 1024;

    private final JdbcSchedulerStore store;
    private final Surroundings surroundings;
    private final Specs specs = new Specs();
    private final Engine engine;
    private final Planner planner;
    private final AttemptEnds ends;
    private final Backfills backfills;
    private final Corrections corrections;
    private final Dispatcher dispatcher;
    private final Timer timer;
    private final AttemptReports reports;
    private final Recovery recovery;
    private final Company company;
    private final Slots slots;
    private final SlotKeeper keeper;
    private final Thread dispatching;
    private final Thread timing;
    private final Thread keeping;

    /**
     * A scheduler that does nothing before {@link #start}; brings its tables up to date.
     *
     * @param onChange told of each change after it is stored, on any thread; must return soon
     * @param seat where this server stands among those of its database
     */
    public Scheduler(
            SchedulerConfig config,
            Database database,
            Surroundings surroundings,
            Consumer<Change> onChange,
            InstantSource clock,
            Seat seat) {
        this(
                config,
                database,
                surroundings,
                onChange,
                clock,
                seat,
                Thread.ofVirtual().name("launch")::start);
    }

    Scheduler(
            SchedulerConfig config,
            Database database,
            Surroundings surroundings,
            Consumer<Change> onChange,
            InstantSource clock,
            Seat seat,
            Executor launches) {
        this.store = new JdbcSchedulerStore(database);
        News news = new News(store, seat.name(), onChange);
        this.surroundings = surroundings;
        WorkFolders folders = new WorkFolders(config.attempts());
        this.engine = new Engine(store, surroundings.launcher(), specs, config.stopGrace(), clock, news);
        this.planner = new Planner(engine, specs);
        this.slots = new Slots(surroundings, folders, clock);
        this.ends = new AttemptEnds(engine, surroundings, folders, slots);
        AttemptLauncher launcher = new AttemptLauncher(engine, specs, config, surroundings, folders, slots);
        this.dispatcher =
                new Dispatcher(engine, launcher, surroundings.environments(), config.maxParallelAttempts(), launches);
        this.backfills = new Backfills(engine, specs, planner);
        this.corrections = new Corrections(engine);
        this.timer = new Timer(engine, planner, ends, backfills);
        this.reports = new AttemptReports(engine, specs, slots, config.timeoutGrace(), config.stopGrace());
        this.keeper = new SlotKeeper(engine, specs, config, surroundings, slots, new AttemptWorkloads(config));
        this.recovery = new Recovery(engine, surroundings, seat, dispatcher, ends, slots);
        this.company = new Company(engine, seat, news, recovery);
        this.dispatching = Thread.ofVirtual().name("scheduler-dispatcher").unstarted(dispatcher);
        this.timing = Thread.ofVirtual().name("scheduler-timer").unstarted(timer);
        this.keeping = Thread.ofVirtual().name("scheduler-slots").unstarted(keeper);
    }

    /** What the scheduler's tables went through. */
    public static Migrations migrations() {
        return JdbcSchedulerStore.MIGRATIONS;
    }

    /** Takes up what another scheduler left, then begins to make runs and to launch attempts. Once. */
    public void start() {
        company.enter();
        recover();
        dispatching.start();
        timing.start();
        keeping.start();
    }

    /** Takes up what another scheduler left: live attempts, ended ones, and those that it did not come to launch. */
    void recover() {
        recovery.takeUpSlots();
        recovery.takeUp();
        surroundings.launcher().onEnd(ends::ended);
    }

    /** Stops making runs and launching attempts, and ends the slots. Attempts that run go on, and the next scheduler takes them up. */
    @Override
    public void close() {
        List<Thread> threads = List.of(dispatching, timing, keeping);
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                if (thread.isAlive()) {
                    thread.join();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        slots.close();
        company.close();
    }

    /**
     * Puts a dag's version in force; runs that exist go on with theirs.
     *
     * @param yaml the dag.yml that gave the spec
     * @param runAs the user whose rights its runs have
     * @param files paths of the dag's folder at that commit
     */
    public Deployed deploy(DagSpec spec, String yaml, String commit, String runAs, List<String> files) {
        return store.change(tx -> {
            store.dags().add(tx, spec.dagId());
            store.dags().lock(tx, spec.dagId());
            DagRow dag = store.dags().find(tx, spec.dagId()).orElseThrow();
            VersionRow before =
                    store.dags().version(tx, dag.dagId(), dag.version()).orElse(null);
            Instant now = engine.now();
            VersionRow version =
                    new VersionRow(dag.dagId(), dag.version() + 1, yaml, commit, runAs, files, now, ShownDag.of(spec));
            if (before != null && isSame(before, version)) {
                return new Deployed(dag.dagId(), commit, false, dag.nextRunAt());
            }
            store.dags()
                    .addVersion(
                            tx,
                            version,
                            Planner.isContinuous(spec) ? 1 : spec.limits().maxActiveRuns());
            store.limits().setMaxActiveTasks(tx, dag.dagId(), spec.limits().maxActiveTasks());
            specs.keep(version, spec);
            DataInterval next =
                    dag.paused() ? null : spec.schedule().next(dag.last(), now).orElse(null);
            store.dags().setSchedule(tx, dag.dagId(), dag.last(), next);
            engine.admit(tx, dag.dagId());
            tx.afterCommit(engine.timer()::ring);
            tx.afterCommit(engine.dispatcher()::ring);
            tx.afterCommit(slots.bell()::ring);
            engine.tell(tx, Change.dag(dag.dagId()));
            return new Deployed(dag.dagId(), commit, true, next == null ? null : next.runAfter());
        });
    }

    private static boolean isSame(VersionRow one, VersionRow other) {
        return one.commit().equals(other.commit())
                && one.yaml().equals(other.yaml())
                && one.runAs().equals(other.runAs())
                && one.files().equals(other.files());
    }

    /** The commit of the version in force; empty where the dag is not known. */
    public Optional<String> deployedCommit(String dagId) {
        return store.read(tx ->
                        store.dags().find(tx, dagId).flatMap(dag -> store.dags().version(tx, dagId, dag.version())))
                .map(VersionRow::commit);
    }

    /** Pauses a dag: its timetable makes no runs until it goes on; those that exist go on, and somebody may still ask for one. */
    public void setPaused(String dagId, boolean paused) {
        store.<@Nullable Void>change(tx -> {
            DagRow dag = lock(tx, dagId);
            if (dag.paused() == paused) {
                return null;
            }
            store.dags().setPaused(tx, dagId, paused);
            VersionRow version = store.dags().version(tx, dagId, dag.version()).orElseThrow();
            DataInterval next = paused
                    ? null
                    : specs.of(version)
                            .schedule()
                            .next(dag.last(), engine.now())
                            .orElse(null);
            store.dags().setSchedule(tx, dagId, dag.last(), next);
            tx.afterCommit(engine.timer()::ring);
            engine.tell(tx, Change.dag(dagId));
            return null;
        });
    }

    /**
     * Makes a run now.
     *
     * @param parameters in place of the dag's own of these names
     * @return the run's id
     */
    public String trigger(String dagId, Map<String, @Nullable Object> parameters, String user) {
        checkParameters(parameters);
        return store.change(
                tx -> planner.makeManual(tx, lock(tx, dagId), parameters, user).runId());
    }

    static void checkParameters(Map<String, @Nullable Object> parameters) {
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

    /** Asks for a run's end: what has not begun never does, what runs is stopped. */
    public void cancel(String dagId, String runId) {
        ask(dagId, runId, new RunEvent.Cancel());
    }

    /** Runs an ended task again, with its retries anew, and what comes after it; opens the run again where it has ended. */
    public void retryTask(String dagId, String runId, String taskId) {
        if (store.read(tx -> store.runs().tasks(tx, new RunKey(dagId, runId))).stream()
                .noneMatch(task -> task.status().taskId().equals(taskId))) {
            throw SchedulerException.notFound("The run '" + runId + "' has no task '" + taskId + "'.");
        }
        ask(dagId, runId, new RunEvent.RetryAsked(taskId));
    }

    /** To be called when an environment has become ready, or has failed. */
    public void environmentsChanged() {
        engine.dispatcher().ring();
        slots.bell().ring();
    }

    private void ask(String dagId, String runId, RunEvent event) {
        RunKey key = new RunKey(dagId, runId);
        store.<@Nullable Void>change(tx -> {
            if (!store.runs().lock(tx, key)) {
                throw SchedulerException.notFound("The dag '" + dagId + "' has no run '" + runId + "'.");
            }
            String refusal = engine.apply(tx, key, event);
            if (refusal != null) {
                throw new SchedulerException(SchedulerException.Code.CONFLICT, refusal);
            }
            return null;
        });
    }

    private DagRow lock(Transaction tx, String dagId) {
        store.dags().lock(tx, dagId);
        return store.dags()
                .find(tx, dagId)
                .orElseThrow(() -> SchedulerException.notFound("There is no dag '" + dagId + "'."));
    }

    Backfills backfills() {
        return backfills;
    }

    Corrections corrections() {
        return corrections;
    }

    JdbcSchedulerStore store() {
        return store;
    }

    AttemptReports reports() {
        return reports;
    }

    Slots slots() {
        return slots;
    }

    SlotKeeper keeper() {
        return keeper;
    }

    Specs specs() {
        return specs;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Whether there is something to do. */
    boolean engineIsRung() {
        boolean waits = engine.dispatcher().takeRing();
        return engine.timer().takeRing() || waits;
    }

    Timer timer() {
        return timer;
    }
}
