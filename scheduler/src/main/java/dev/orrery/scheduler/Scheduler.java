package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.database.Database;
import dev.orrery.database.Migrations;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs of deployed dags: makes them when they are due, launches their tasks' attempts, follows them to their end. All that it
 * knows is in the database: it may be killed at any instant, and a new one on the same database goes on where it was.
 */
public final class Scheduler implements AutoCloseable {
    private final JdbcSchedulerStore store;
    private final Surroundings surroundings;
    private final Specs specs = new Specs();
    private final DagHeads heads;
    private final Engine engine;
    private final Planner planner;
    private final DagVersions versions;
    private final AttemptEnds ends;
    private final GivenParameters given;
    private final Backfills backfills;
    private final Pools pools;
    private final Variables variables;
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
        this.heads = new DagHeads(store);
        News news = new News(store, seat.name(), change -> {
            heads.changed(change);
            onChange.accept(change);
        });
        this.surroundings = surroundings;
        WorkFolders folders = new WorkFolders(config.attempts());
        RunSpecs runSpecs = new RunSpecs(store, specs, surroundings.connections());
        Lookout lookout = new Lookout(launches);
        Waits waits = new Waits(store, runSpecs, lookout, surroundings.outlook());
        this.engine = new Engine(
                store, surroundings.launcher(), new Gates(store, runSpecs), waits, config.stopGrace(), clock, news);
        lookout.onSeen(engine::lookSoon);
        this.planner = new Planner(engine, specs);
        this.slots = new Slots(surroundings, folders, clock);
        this.versions = new DagVersions(engine, specs, slots.bell());
        this.ends = new AttemptEnds(engine, surroundings, folders, slots);
        AttemptLauncher launcher = new AttemptLauncher(engine, specs, config, surroundings, folders, slots);
        this.dispatcher =
                new Dispatcher(engine, launcher, surroundings.environments(), config.maxParallelAttempts(), launches);
        this.given = new GivenParameters(store, specs, surroundings.values());
        Renewal renewal = new Renewal(engine, specs);
        this.backfills = new Backfills(engine, specs, planner, renewal, given);
        this.pools = new Pools(engine);
        this.variables = new Variables(engine);
        this.corrections = new Corrections(engine, renewal);
        this.timer = new Timer(
                engine, new DueRuns(engine, specs, planner), new DataRuns(engine, specs, planner), ends, backfills);
        this.reports = new AttemptReports(
                engine, specs, slots, surroundings.connections(), config.timeoutGrace(), config.stopGrace());
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
        engine.data().ring();
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
        return versions.deploy(spec, yaml, commit, runAs, files);
    }

    /** The commit of the version in force; empty where the dag is not known. */
    public Optional<String> deployedCommit(String dagId) {
        return versions.deployedCommit(dagId);
    }

    /**
     * Pauses a dag: its timetable makes no runs until it goes on; those that exist go on, and somebody may still ask for one.
     *
     * @param reason for people; null for none
     */
    public void pause(String dagId, String user, @Nullable String reason) {
        versions.pause(dagId, user, reason);
    }

    /** Lets a paused dag go on. */
    public void resume(String dagId) {
        versions.resume(dagId);
    }

    /**
     * Makes a run now.
     *
     * @param parameters in place of the dag's own of these names
     * @return the run's id
     */
    public String trigger(String dagId, Map<String, @Nullable Object> parameters, String user) {
        given.require(dagId, parameters);
        return store.change(tx -> planner.makeManual(tx, store.dags().locked(tx, dagId), parameters, user)
                .runId());
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

    Backfills backfills() {
        return backfills;
    }

    Pools pools() {
        return pools;
    }

    Variables variables() {
        return variables;
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

    DagHeads heads() {
        return heads;
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
