package dev.orrery.scheduler;

import dev.orrery.dag.DagException;
import dev.orrery.dag.DagSpec;
import dev.orrery.dag.TaskSpec;
import dev.orrery.dag.schedule.RunId;
import dev.orrery.dag.template.RunContext;
import dev.orrery.dag.template.Templates;
import dev.orrery.database.DatabaseException;
import dev.orrery.launch.Account;
import dev.orrery.launch.Environment;
import dev.orrery.launch.Mount;
import dev.orrery.launch.Resources;
import dev.orrery.launch.Workload;
import dev.orrery.launch.WorkloadStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the process of one attempt: renders its parameters, makes its folders, launches its runner. May be done again after
 * a death in the midst of it: the workload is started once for its id.
 */
final class AttemptLauncher {
    /** Where a runner sees the dag's files, and the attempt's folder of the object storage. */
    static final String WORK = "/orrery/work";

    static final String OUTPUT = "/orrery/attempt";

    private static final Logger LOG = LoggerFactory.getLogger(AttemptLauncher.class);

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final SchedulerConfig config;
    private final Surroundings surroundings;
    private final WorkFolders folders;
    private final Specs specs;
    private final Templates templates = new Templates();

    AttemptLauncher(
            Engine engine, Specs specs, SchedulerConfig config, Surroundings surroundings, WorkFolders folders) {
        this.engine = engine;
        this.store = engine.store();
        this.specs = specs;
        this.config = config;
        this.surroundings = surroundings;
        this.folders = folders;
    }

    /** All that an attempt's launch needs to know. */
    private record Job(AttemptRow attempt, RunRow run, VersionRow version, DagSpec dag, TaskSpec task) {}

    /**
     * Launches a claimed attempt; what keeps it from being launched fails the attempt.
     *
     * @throws DatabaseException when that could not be stored: it is to be launched again
     * @throws ServerLostException when another server has taken over: this one takes up anew what is still its
     */
    void launch(String attemptId, Environment environment) {
        try {
            Job job = job(attemptId);
            if (job.attempt().state().isTerminal()
                    || !engine.server().equals(job.attempt().server())) {
                return;
            }
            if (job.attempt().stopReason() == null) {
                start(job, environment);
            }
            launched(job);
        } catch (DatabaseException | ServerLostException e) {
            throw e;
        } catch (RuntimeException | IOException e) {
            LOG.warn("attempt {} cannot be launched: {}", attemptId, e.toString(), e);
            if (surroundings.launcher().status(Engine.workload(attemptId)) instanceof WorkloadStatus.Unknown) {
                fail(attemptId, "LaunchFailed", message(e));
            } // else its process is there, and its end will be told
        }
    }

    /** Fails an attempt that cannot be launched. */
    void fail(String attemptId, String name, String message) {
        store.<@Nullable Void>change(tx -> {
            AttemptRow attempt = store.attempts().find(tx, attemptId).orElseThrow();
            store.runs().lock(tx, attempt.run());
            AttemptError error = AttemptError.of(AttemptError.Kind.LAUNCH, name, message);
            engine.end(tx, attempt, AttemptState.FAILED, engine.now(), null, error);
            return null;
        });
        folders.delete(attemptId);
        surroundings.tokens().revoke(attemptId);
    }

    private Job job(String attemptId) {
        AttemptRow attempt =
                store.read(tx -> store.attempts().find(tx, attemptId)).orElseThrow();
        RunRow run = store.read(tx -> store.runs().find(tx, attempt.run())).orElseThrow();
        VersionRow version = store.read(
                        tx -> store.dags().version(tx, attempt.run().dagId(), run.version()))
                .orElseThrow();
        DagSpec dag = specs.of(version);
        return new Job(attempt, run, version, dag, dag.task(attempt.taskId()).orElseThrow());
    }

    private void start(Job job, Environment environment) throws IOException {
        String id = job.attempt().attemptId();
        if (!(surroundings.launcher().status(Engine.workload(id)) instanceof WorkloadStatus.Unknown)) {
            return; // started by a server that died before it could note so
        }
        Map<String, @Nullable Object> parameters = render(job);
        store.<@Nullable Void>change(tx -> {
            store.attempts().setParameters(tx, id, parameters);
            return null;
        });
        Account account = surroundings.accounts().of(job.version().runAs());
        Path work = folders.make(id);
        surroundings.dags().checkout(job.version().commit(), job.dag().dagId(), work);
        folders.give(work, account);
        Path output = surroundings.storage().makeFolder(job.attempt().folder());
        folders.giveFolder(output, account);
        surroundings.launcher().start(workload(job, account, environment, work, output, token(id)));
    }

    /** A token that a runner may be given: the attempt is still this server's, or the token is worth nothing. */
    private String token(String attemptId) {
        String token = surroundings.tokens().issue(attemptId);
        // After it was issued: a server that takes over revokes the attempt's tokens before this can be asked again.
        if (!store.change(tx -> store.claims().isOf(tx, attemptId, engine.server()))) {
            throw new ServerLostException(engine.server());
        }
        return token;
    }

    private Map<String, @Nullable Object> render(Job job) {
        RunContext context = job.dag()
                .context(
                        job.task(),
                        job.attempt().number(),
                        new RunId(job.run().key().runId()),
                        job.run().interval(),
                        job.run().conf());
        Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
        for (var parameter : context.params().entrySet()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put(parameter.getKey(), parameter.getValue());
            try {
                rendered.putAll(templates.render(one, context));
            } catch (DagException e) {
                throw new SchedulerException(
                        SchedulerException.Code.INVALID,
                        "The parameter '" + parameter.getKey() + "' cannot be rendered: " + e.getMessage() + " "
                                + e.remedy(),
                        e);
            }
        }
        return rendered;
    }

    private Workload workload(Job job, Account account, Environment environment, Path work, Path output, String token) {
        List<Mount> mounts = new ArrayList<>();
        mounts.add(new Mount(work, Path.of(WORK), true));
        mounts.add(new Mount(output, Path.of(OUTPUT), true));
        config.runnerPaths().forEach(path -> mounts.add(new Mount(path, path, false)));
        environment.readOnlyPaths().forEach(path -> mounts.add(new Mount(path, path, false)));
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", environment.prefix().resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
        variables.put("HOME", "/tmp");
        variables.put("USER", account.name());
        variables.put("LANG", "C.UTF-8");
        variables.put("ORRERY_API_URL", config.apiUrl().get());
        variables.put("ORRERY_ATTEMPT_TOKEN", token);
        variables.put("ORRERY_ENVIRONMENT_PREFIX", environment.prefix().toString());
        variables.putAll(config.runnerEnvironment());
        Long memory = job.task().resources().memoryBytes();
        return new Workload(
                Engine.workload(job.attempt().attemptId()),
                account,
                config.runnerCommand(),
                variables,
                Path.of(WORK),
                mounts,
                new Resources(
                        memory == null ? config.defaultMemoryBytes() : memory,
                        job.task().resources().cpus(),
                        null),
                output.resolve("log.txt"));
    }

    /** Notes that the process is there. Whoever asked for its end meanwhile could not reach it yet, so that is done now. */
    private void launched(Job job) {
        String id = job.attempt().attemptId();
        AttemptRow attempt = store.change(tx -> {
            Instant now = engine.now();
            Instant deadline = job.task().timeout() == null
                    ? null
                    : now.plus(job.task().timeout()).plus(config.timeoutGrace());
            store.attempts().setLaunched(tx, id, now, deadline);
            return store.attempts().find(tx, id).orElseThrow();
        });
        engine.timer().ring();
        if (attempt.stopReason() == null || attempt.state().isTerminal()) {
            return;
        }
        if (surroundings.launcher().status(Engine.workload(id)) instanceof WorkloadStatus.Unknown) {
            cancelled(attempt);
        } else {
            engine.stopProcess(id);
        }
    }

    private void cancelled(AttemptRow attempt) {
        store.<@Nullable Void>change(tx -> {
            store.runs().lock(tx, attempt.run());
            AttemptError error = AttemptError.of(
                    AttemptError.Kind.CANCELLED, "Cancelled", "The run was cancelled before this attempt began.");
            engine.end(tx, attempt, AttemptState.CANCELLED, engine.now(), null, error);
            return null;
        });
    }

    /** What people see; paths and other inner things of the server stay in its log. */
    private static String message(Exception e) {
        String message = e.getMessage();
        return e instanceof IOException || message == null
                ? "The attempt's folder could not be made (" + e.getClass().getSimpleName()
                        + "): see the server's log, then retry."
                : message;
    }
}
