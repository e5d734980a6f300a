package dev.orrery.publish;

import dev.orrery.dag.DagSpec;
import java.util.List;
import java.util.Optional;

/** Where a dag goes once it is committed: the scheduler, wired in by the program. */
public interface Deployment {

    /**
     * Makes this the version that is scheduled from now on. Done twice it is done once.
     *
     * @param yaml the text of dag.yml
     * @param commit the commit of the dag repository that holds the files
     * @param runAs the user whose rights its runs have
     * @param files the paths of all its files
     * @throws RuntimeException where it was not done; nothing is changed then
     */
    DeployedDag deploy(DagSpec spec, String yaml, String commit, String runAs, List<String> files);

    /** The commit that is deployed now; empty where the dag is not known. */
    Optional<String> deployedCommit(String dagId);
}
