package dev.orrery.server;

import dev.orrery.connection.Connections;
import dev.orrery.dag.DagSpec;
import dev.orrery.dag.Wildcard;
import dev.orrery.hub.Servers;
import dev.orrery.identity.AttemptTokens;
import dev.orrery.identity.Identity;
import dev.orrery.launch.Account;
import dev.orrery.launch.EnvironmentStatus;
import dev.orrery.launch.Environments;
import dev.orrery.launch.HomeFiles;
import dev.orrery.launch.LocalLauncher;
import dev.orrery.publish.DeployedDag;
import dev.orrery.publish.Deployment;
import dev.orrery.scheduler.Accounts;
import dev.orrery.scheduler.Change;
import dev.orrery.scheduler.ConnectionSource;
import dev.orrery.scheduler.EnvironmentSource;
import dev.orrery.scheduler.Outlook;
import dev.orrery.scheduler.Scheduler;
import dev.orrery.scheduler.Seat;
import dev.orrery.storage.S3Look;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where one module's need meets another's offer, so that neither has to know the other. */
final class Seams {
    private Seams() {}

    static Accounts accounts(Identity identity) {
        return name -> identity.user(name)
                .map(user -> new Account(user.name(), user.uid()))
                .orElseThrow(() -> new IllegalStateException("The user '" + name
                        + "', with whose rights it runs, is gone. Push the dag again as another user."));
    }

    static dev.orrery.scheduler.AttemptTokens tokens(AttemptTokens tokens) {
        return new dev.orrery.scheduler.AttemptTokens() {
            @Override
            public String issue(String attemptId) {
                return tokens.issue(attemptId);
            }

            @Override
            public void revoke(String attemptId) {
                tokens.revoke(attemptId);
            }
        };
    }

    static ConnectionSource connections(Connections connections) {
        return name -> connections
                .url(name)
                .map(url ->
                        new ConnectionSource.Given(Connections.variable(name), url, Connections.withoutSecrets(url)));
    }

    static Outlook outlook(Accounts accounts, Path homes, Map<String, String> environment) {
        HomeFiles files = new HomeFiles(homes, Wildcard::shell);
        S3Look objects = new S3Look(environment, Wildcard::stars);
        return new Outlook() {
            @Override
            public boolean hasFile(String user, String path) {
                return files.has(accounts.of(user), path);
            }

            @Override
            public boolean hasObject(String url) {
                return objects.has(url);
            }
        };
    }

    static EnvironmentSource environments(Environments environments) {
        return name -> {
            Optional<EnvironmentSource.Readiness> ready =
                    environments.ready(name).map(EnvironmentSource.Readiness.Ready::new);
            if (ready.isPresent()) {
                return ready.get();
            }
            Optional<EnvironmentStatus> status = environments.list().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst();
            if (status.isEmpty()) {
                return new EnvironmentSource.Readiness.Failed(
                        "There is no environment '" + name + "'. These are there: "
                                + environments.list().stream()
                                        .map(EnvironmentStatus::name)
                                        .toList() + ".");
            }
            return switch (status.get().state()) {
                case FAILED ->
                    new EnvironmentSource.Readiness.Failed("The environment '" + name + "' could not be built: "
                            + status.get().message());
                case MISSING, BUILDING, READY -> {
                    environments.ensure(name);
                    yield new EnvironmentSource.Readiness.Pending();
                }
            };
        };
    }

    static Seat seat(HomeDirectory home, LocalLauncher launcher, Servers servers) {
        return new Seat(home.seatName(), home::seize, () -> {
            home.seizedFolders("workloads").forEach(launcher::adoptAll);
            home.seize().forEach(servers::adoptFrom);
        });
    }

    static Deployment deployment(Scheduler scheduler) {
        return new Deployment() {
            @Override
            public DeployedDag deploy(DagSpec spec, String yaml, String commit, String runAs, List<String> files) {
                return new DeployedDag(
                        scheduler.deploy(spec, yaml, commit, runAs, files).nextRunAt());
            }

            @Override
            public Optional<String> deployedCommit(String dagId) {
                return scheduler.deployedCommit(dagId);
            }
        };
    }

    /** A change as the page's event stream tells it. */
    static Map<String, Object> event(Change change) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("kind", change.kind().text());
        event.put("dag_id", change.dagId());
        if (change.runId() != null) {
            event.put("run_id", change.runId());
        }
        if (change.taskId() != null) {
            event.put("task_id", change.taskId());
        }
        if (change.attempt() != null) {
            event.put("attempt", change.attempt());
        }
        return event;
    }
}
