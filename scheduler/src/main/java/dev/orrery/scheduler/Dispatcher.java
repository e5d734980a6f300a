package dev.orrery.scheduler;

import dev.orrery.launch.Environment;
import dev.orrery.scheduler.EnvironmentSource.Readiness;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives free places to the attempts that have waited longest, and has them launched. */
final class Dispatcher implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final AttemptLauncher launcher;
    private final EnvironmentSource environments;
    private final String server;
    private final int places;
    private final Executor launches;
    private final Set<String> launching = ConcurrentHashMap.newKeySet();

    /** An attempt has a place, and could not be launched, as the database was away. */
    private final AtomicBoolean stuck = new AtomicBoolean();

    /**
     * @param places of this server
     * @param launches runs each launch, so that a slow one holds up no other
     */
    Dispatcher(Engine engine, AttemptLauncher launcher, EnvironmentSource environments, int places, Executor launches) {
        this.engine = engine;
        this.store = engine.store();
        this.launcher = launcher;
        this.environments = environments;
        this.server = engine.server();
        this.places = places;
        this.launches = launches;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                engine.dispatcher().await(safeDispatch() ? null : AFTER_TROUBLE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean safeDispatch() {
        try {
            dispatch();
            return true;
        } catch (RuntimeException e) {
            LOG.error("attempts that wait could not be launched; trying again", e);
            return false;
        }
    }

    void dispatch() {
        Placement.Given given =
                store.change(tx -> new Placement(store, tx, server, environments).give(places, engine.now()));
        for (Placement.Claim claim : given.claims()) {
            String attemptId = claim.claimed().attempt().attemptId();
            begin(attemptId, () -> launcher.launch(claim.claimed(), claim.environment()));
        }
        given.unready().forEach((name, why) -> {
            switch (why) {
                case Readiness.Ready _ -> {}
                case Readiness.Pending _ -> LOG.info("attempts wait for the environment {}", name);
                case Readiness.Failed(String message) -> failAll(name, message);
            }
        });
        if (stuck.compareAndSet(true, false)) {
            for (AttemptRow attempt : store.read(tx -> store.claims().claimed(tx, server))) {
                if (attempt.launchedAt() == null) {
                    relaunch(attempt);
                }
            }
        }
    }

    private void launchStuck() {
        stuck.set(true);
        engine.dispatcher().ring();
    }

    private void begin(String attemptId, Runnable launch) {
        if (!launching.add(attemptId)) {
            return; // it is on its way
        }
        launches.execute(() -> {
            try {
                launch.run();
            } catch (RuntimeException e) {
                LOG.warn("attempt {} is to be launched again: {}", attemptId, e.getMessage());
                CompletableFuture.delayedExecutor(AFTER_TROUBLE.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(this::launchStuck);
            } finally {
                launching.remove(attemptId);
            }
        });
    }

    /** Launches an attempt that has its place already; one whose environment is gone fails. */
    void relaunch(AttemptRow attempt) {
        String name = store.read(tx -> store.runs().find(tx, attempt.run()))
                .orElseThrow()
                .environment();
        switch (environments.of(name)) {
            case Readiness.Ready(Environment environment) ->
                begin(attempt.attemptId(), () -> launcher.launch(attempt.attemptId(), environment));
            case Readiness.Pending pending -> store.change(tx -> store.claims().unclaim(tx, attempt.attemptId()));
            case Readiness.Failed(String message) -> launcher.fail(attempt.attemptId(), "NoEnvironment", message);
        }
    }

    private void failAll(String environment, String message) {
        for (String attemptId : store.read(tx -> store.claims().waiting(tx, environment, 1_000))) {
            launcher.fail(attemptId, "NoEnvironment", message);
        }
    }
}
