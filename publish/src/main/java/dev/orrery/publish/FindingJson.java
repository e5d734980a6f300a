package dev.orrery.publish;

import dev.orrery.dag.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A finding as the API writes it. */
record FindingJson(
        String file, @Nullable Integer line, @Nullable String field, String message, String remedy, String severity) {

    static List<FindingJson> of(List<Finding> findings) {
        return findings.stream().map(FindingJson::of).toList();
    }

    private static FindingJson of(Finding finding) {
        return new FindingJson(
                finding.file(),
                finding.line(),
                finding.field(),
                finding.message(),
                finding.remedy(),
                word(finding.severity()));
    }

    static String word(Finding.Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
        };
    }
}
