package dev.orrery.publish;

import dev.orrery.dag.Finding;
import dev.orrery.http.Exchange;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code orrery dag check DIR [--json]}: what would stop a folder from being deployed, told as a compiler does. No server needed. */
public final class CheckCommand {
    private final DagChecker checker;

    public CheckCommand(DagChecker checker) {
        this.checker = checker;
    }

    /** Prints and returns the exit code: 0 nothing wrong but for warnings, 1 errors found, 2 the folder cannot be read. */
    public int run(Path directory, boolean json, PrintStream out, PrintStream err) {
        Folder folder;
        try {
            folder = LocalFolder.read(directory);
        } catch (PublishException e) {
            err.println("orrery dag check: " + e.getMessage());
            return 2;
        }
        Check check = checker.check(folder);
        if (json) {
            out.println(Exchange.JSON.writeValueAsString(CheckJson.of(check)));
        } else {
            print(directory, check.findings(), out);
        }
        return switch (check) {
            case Check.Sound sound -> {
                if (!json) {
                    out.println(sound.dagId() + ": nothing to mend.");
                }
                yield 0;
            }
            case Check.Unsound _ -> 1;
        };
    }

    /** A line {@code file:line: error: message} for each finding, and its remedy below. */
    static void print(Path directory, List<Finding> findings, PrintStream out) {
        for (Finding finding : findings) {
            String line = finding.line() == null ? "" : ":" + finding.line();
            out.println(plain(directory.resolve(finding.file()) + line + ": " + FindingJson.word(finding.severity())
                    + ": " + finding.message()));
            out.println(plain("    " + finding.remedy()));
        }
    }

    /** What stands in a file of others must not steer the terminal that it is printed on. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f&&[^\\n\\t]]", "?");
    }
}
