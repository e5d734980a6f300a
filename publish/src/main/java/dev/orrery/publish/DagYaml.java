package dev.orrery.publish;

import dev.orrery.dag.DagFile;
import dev.orrery.dag.Finding;
import dev.orrery.dag.ParsedDag;
import java.util.List;
import java.util.Optional;

/**
 * The dag.yml of a folder.
 *
 * @param text its text without a byte order mark; empty where it could not be read
 * @param parsed what stands in it, or why that cannot be told
 */
record DagYaml(String text, ParsedDag parsed) {
    static final String NAME = "dag.yml";

    static DagYaml of(Folder folder) {
        Optional<byte[]> bytes = folder.file(NAME);
        if (bytes.isEmpty()) {
            return unreadable(missing(folder));
        }
        return switch (FileText.of(NAME, bytes.get())) {
            case FileText.NoText no -> unreadable(no.finding());
            case FileText.Text yaml -> new DagYaml(yaml.text(), DagFile.parse(NAME, yaml.text()));
        };
    }

    private static DagYaml unreadable(Finding finding) {
        return new DagYaml("", new ParsedDag.Invalid(null, List.of(finding)));
    }

    private static Finding missing(Folder folder) {
        for (String path : folder.paths()) {
            if (path.equalsIgnoreCase("dag.yaml") || path.equalsIgnoreCase(NAME)) {
                return error(
                        path,
                        "the file is called '" + path + "', but '" + NAME + "' is what is read",
                        "Rename it to '" + NAME + "'.");
            }
        }
        for (String path : folder.paths()) {
            if (path.endsWith("/" + NAME)) {
                String below = path.substring(0, path.length() - NAME.length() - 1);
                return error(
                        NAME,
                        "there is no dag.yml in the folder, but one in '" + below + "'",
                        "Give the folder '" + below + "' itself.");
            }
        }
        return error(
                NAME,
                "there is no dag.yml in the folder",
                "Write one beside the notebook; 'dag create notebook NAME' makes a folder that has one.");
    }

    private static Finding error(String file, String message, String remedy) {
        return new Finding(file, null, null, message, remedy, Finding.Severity.ERROR);
    }
}
