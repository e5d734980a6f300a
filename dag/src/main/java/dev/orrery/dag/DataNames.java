package dev.orrery.dag;

import java.util.List;

/**
 * The data that a dag makes and needs, by names that all dags of the platform share.
 *
 * @param produces what each successful run has made anew; a task's own are in {@link TaskSpec#produces}
 * @param consumes a run comes when each of these was made anew since the last such run; empty for none
 * @param any whether one of {@code consumes} is enough
 */
public record DataNames(List<String> produces, List<String> consumes, boolean any) {
    public static final DataNames NONE = new DataNames(List.of(), List.of(), false);

    public DataNames {
        produces = List.copyOf(produces);
        consumes = List.copyOf(consumes);
    }
}
