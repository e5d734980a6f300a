package dev.orrery.dag;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads dag.yml, YAML 1.2. */
public final class DagFile {
    /** In characters; a dag.yml is a page or two. */
    static final int LONGEST = 512 * 1024;

    private DagFile() {}

    /**
     * Reads and checks a dag.yml; finds all problems in one pass. Never throws for what stands in the file.
     *
     * @param fileName how findings name the file
     */
    public static ParsedDag parse(String fileName, String yaml) {
        Findings findings = new Findings(fileName);
        Node root = compose(yaml, findings);
        if (!(root instanceof MappingNode mapping)) {
            if (!findings.hasErrors()) {
                findings.error(1, null, "the file declares no dag", "Start with 'dag_id: name' and 'owner: you'.");
            }
            return new ParsedDag.Invalid(null, findings.sorted());
        }
        DagReader reader = new DagReader(mapping, findings);
        Optional<DagSpec> dag = Optional.empty();
        try {
            dag = reader.read();
        } catch (YamlValues.TooMuch e) {
            findings.error(e.line(), null, String.valueOf(e.getMessage()), "Keep data in files beside dag.yml.");
        }
        return dag.isPresent() && !findings.hasErrors()
                ? new ParsedDag.Valid(dag.get(), findings.sorted())
                : new ParsedDag.Invalid(reader.dagId(), findings.sorted());
    }

    private static @Nullable Node compose(String yaml, Findings findings) {
        if (yaml.length() > LONGEST) {
            findings.error(
                    null,
                    null,
                    "the file is longer than " + LONGEST + " characters",
                    "Keep data in files beside dag.yml.");
            return null;
        }
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .setCodePointLimit(LONGEST)
                .setAllowRecursiveKeys(false)
                .build();
        try {
            return new Compose(settings).composeString(yaml).orElse(null);
        } catch (MarkedYamlEngineException e) {
            Integer line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(null);
            findings.error(
                    line,
                    null,
                    "the YAML cannot be read: " + e.getProblem(),
                    "Check the indentation, colons and quotes there.");
        } catch (YamlEngineException | StackOverflowError e) {
            findings.error(null, null, "the YAML cannot be read: " + firstLine(e), "Simplify the file.");
        }
        return null;
    }

    private static String firstLine(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("too deep");
    }
}
