package dev.orrery.publish;

import dev.orrery.dag.DagSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A scheduler that only remembers what it was given, and fails when told to. */
final class TestingDeployment implements Deployment {
    static final Instant NEXT = Instant.parse("2026-03-02T00:00:00Z");

    record Deployed(String dagId, String yaml, String commit, String runAs, List<String> files) {}

    private final Map<String, Deployed> current = new HashMap<>();
    final List<Deployed> calls = new ArrayList<>();
    boolean failing;

    @Override
    public synchronized DeployedDag deploy(DagSpec spec, String yaml, String commit, String runAs, List<String> files) {
        if (failing) {
            throw new IllegalStateException("the database is away");
        }
        Deployed deployed = new Deployed(spec.dagId(), yaml, commit, runAs, files);
        calls.add(deployed);
        current.put(spec.dagId(), deployed);
        return new DeployedDag(NEXT);
    }

    @Override
    public synchronized Optional<String> deployedCommit(String dagId) {
        return Optional.ofNullable(current.get(dagId)).map(Deployed::commit);
    }
}
