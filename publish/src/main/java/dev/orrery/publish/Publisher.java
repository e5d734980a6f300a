package dev.orrery.publish;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from a folder to a deployed dag: check, commit, deploy. What the scheduler stores is what is deployed; a commit
 * that did not get there, since the server was killed between, is deployed by {@link #repair} or by the next push.
 */
public final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final DagRepository repository;
    private final DagChecker checker;
    private final Deployment deployment;

    /** One push at a time: else the later commit could be deployed first, and the earlier one stay. */
    private final ReentrantLock pushing = new ReentrantLock();

    public Publisher(DagRepository repository, DagChecker checker, Deployment deployment) {
        this.repository = repository;
        this.checker = checker;
        this.deployment = deployment;
    }

    /** What would stop this folder from being deployed; changes nothing. */
    public Check check(Folder folder) {
        return checker.check(folder);
    }

    /**
     * Checks, commits and deploys. Where it is refused, nothing is changed, and what was deployed before goes on.
     *
     * @param user who pushes: the commit's author, and the one whose rights the runs have
     * @param message what changed; blank for a message of our own
     * @throws PublishException where the repository cannot be written, or the commit could not be deployed
     */
    public PushResult push(Folder folder, String user, String message) {
        return switch (checker.check(folder)) {
            case Check.Unsound unsound -> new PushResult.Refused(unsound.dagId(), unsound.findings());
            case Check.Sound sound -> push(folder, sound, user, message);
        };
    }

    private PushResult push(Folder folder, Check.Sound sound, String user, String message) {
        pushing.lock();
        try {
            String dagId = sound.dagId();
            List<Finding> warnings = new ArrayList<>(sound.findings());
            repository
                    .latest(dagId)
                    .ifPresent(before -> takenOver(sound.dag(), before, user).ifPresent(warnings::add));
            Committed committed = repository.commit(dagId, folder, user, message);
            boolean deployedBefore = deployment
                    .deployedCommit(dagId)
                    .filter(committed.commit()::equals)
                    .isPresent();
            DeployedDag deployed = deploy(sound, committed.commit(), user, folder);
            return new PushResult.Deployed(dagId, committed.commit(), !deployedBefore, deployed.nextRunAt(), warnings);
        } finally {
            pushing.unlock();
        }
    }

    /** Deploys what is committed but not deployed. To be called once at each start, before runs are made. Returns the dags' ids. */
    public List<String> repair() {
        pushing.lock();
        try {
            List<String> repaired = new ArrayList<>();
            for (String dagId : repository.dagIds()) {
                try {
                    if (repair(dagId)) {
                        repaired.add(dagId);
                    }
                } catch (PublishException e) {
                    // The others must not wait for this one.
                    LOG.error("dag {} is committed but not deployed: {}", dagId, e.getMessage(), e);
                }
            }
            return List.copyOf(repaired);
        } finally {
            pushing.unlock();
        }
    }

    private boolean repair(String dagId) {
        Committed latest = repository.latest(dagId).orElseThrow();
        if (deployment.deployedCommit(dagId).filter(latest.commit()::equals).isPresent()) {
            return false;
        }
        Folder folder = repository.read(latest.commit(), dagId);
        return switch (checker.check(folder)) {
            case Check.Sound sound -> {
                deploy(sound, latest.commit(), latest.author(), folder);
                yield true;
            }
            case Check.Unsound unsound -> {
                LOG.warn(
                        "dag {} at commit {} is not deployed, it has problems: {}",
                        dagId,
                        latest.commit(),
                        unsound.findings());
                yield false;
            }
        };
    }

    private DeployedDag deploy(Check.Sound sound, String commit, String user, Folder folder) {
        try {
            return deployment.deploy(sound.dag(), sound.yaml(), commit, user, folder.paths());
        } catch (RuntimeException e) {
            throw PublishException.notDeployed(
                    "The files are committed (" + commit + "), but the scheduler did not take them. Push again; the"
                            + " server also tries again when it starts.",
                    e);
        }
    }

    private static Optional<Finding> takenOver(DagSpec dag, Committed before, String user) {
        if (before.author().equals(user)) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                DagYaml.NAME,
                dag.lines().line("dag_id"),
                "dag_id",
                "the dag '" + dag.dagId() + "' was last pushed by '" + before.author()
                        + "'; its runs have your rights from now on",
                "If you meant a dag of your own, give it another dag_id, and ask '" + before.author()
                        + "' to push theirs again.",
                Finding.Severity.WARNING));
    }
}
