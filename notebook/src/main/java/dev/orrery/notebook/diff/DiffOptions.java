package dev.orrery.notebook.diff;

/**
 * Which parts of two matched cells are compared; nbdime's names. A cell that only one side has is always shown whole.
 *
 * @param sources the cells' source
 * @param outputs the cells' outputs
 * @param attachments the cells' attachments
 * @param metadata the metadata of notebook, cells and outputs
 * @param ids the cells' ids
 * @param details execution counts
 */
public record DiffOptions(
        boolean sources, boolean outputs, boolean attachments, boolean metadata, boolean ids, boolean details) {

    /** Everything is compared. */
    public static final DiffOptions ALL = new DiffOptions(true, true, true, true, true, true);
}
