package dev.orrery.dag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one file. */
final class Findings {
    private final String file;
    private final List<Finding> found = new ArrayList<>();

    Findings(String file) {
        this.file = file;
    }

    void error(@Nullable Integer line, @Nullable String field, String message, String remedy) {
        found.add(new Finding(file, line, field, message, remedy, Finding.Severity.ERROR));
    }

    void warning(@Nullable Integer line, @Nullable String field, String message, String remedy) {
        found.add(new Finding(file, line, field, message, remedy, Finding.Severity.WARNING));
    }

    boolean hasErrors() {
        return found.stream().anyMatch(Finding::isError);
    }

    List<Finding> sorted() {
        return found.stream()
                .sorted(Comparator.comparing(Finding::line, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
    }
}
