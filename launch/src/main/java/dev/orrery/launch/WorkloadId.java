package dev.orrery.launch;

import java.util.regex.Pattern;

/** The name of one workload, given by who starts it: {@code [a-z0-9][a-z0-9-]{0,62}}. */
public record WorkloadId(String value) implements Comparable<WorkloadId> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public WorkloadId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "A workload id is 1 to 63 of a-z, 0-9 and '-', and does not begin with '-': " + value);
        }
    }

    static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public int compareTo(WorkloadId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
