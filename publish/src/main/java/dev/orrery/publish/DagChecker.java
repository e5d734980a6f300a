package dev.orrery.publish;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.Finding;
import dev.orrery.dag.NotRunYet;
import dev.orrery.dag.ParsedDag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Says what would stop a folder from being deployed: what module {@code dag} finds in dag.yml, and what takes the other
 * files to see. Does nothing but read the folder; the notebooks' code is never run.
 */
public final class DagChecker {
    private static final Comparator<Finding> BY_PLACE = Comparator.comparing(
                    (Finding finding) -> !finding.file().equals(DagYaml.NAME))
            .thenComparing(Finding::file)
            .thenComparingInt(finding -> finding.line() == null ? 0 : finding.line());

    private final Set<String> kernels;

    /** @param kernels the names of the kernelspecs that the environments have, such as {@code python3} */
    public DagChecker(Collection<String> kernels) {
        this.kernels = Set.copyOf(kernels);
    }

    /** Never throws for what stands in the files; everything that is wrong is found in one go. */
    public Check check(Folder folder) {
        DagYaml yaml = DagYaml.of(folder);
        return switch (yaml.parsed()) {
            case ParsedDag.Invalid invalid -> new Check.Unsound(invalid.dagId(), invalid.findings());
            case ParsedDag.Valid valid -> check(folder, yaml.text(), valid.dag(), valid.findings());
        };
    }

    private Check check(Folder folder, String yaml, DagSpec dag, List<Finding> warnings) {
        List<Finding> findings = new ArrayList<>(warnings);
        findings.addAll(NotRunYet.findings(DagYaml.NAME, dag));
        DagNotebooks notebooks = new DagNotebooks(folder, kernels, findings::add);
        dag.tasks().forEach(notebooks::read);
        new ParameterCheck(dag, notebooks, findings::add).check();
        findings.sort(BY_PLACE);
        return findings.stream().anyMatch(Finding::isError)
                ? new Check.Unsound(dag.dagId(), findings)
                : new Check.Sound(dag, yaml, findings);
    }
}
