package dev.orrery.kernel;

import org.jspecify.annotations.Nullable;

/**
 * How much output a notebook may still hold: in its file, and in this process's memory, which small outputs and numbers fill, long
 * texts not. Outputs that are cleared or replaced give back what they had.
 */
final class OutputBudget {
    private final long limit;
    private final long memoryLimit;
    private long used;
    private long memoryUsed;

    /** @param limit bytes of the notebook's file; {@link Long#MAX_VALUE} for none */
    OutputBudget(long limit) {
        this(limit, Runtime.getRuntime().maxMemory() / 3);
    }

    OutputBudget(long limit, long memoryLimit) {
        this.limit = limit;
        this.memoryLimit = memoryLimit;
    }

    boolean take(Weight weight) {
        if (refusal(weight) != null) {
            return false;
        }
        used += weight.file();
        memoryUsed += weight.memory();
        return true;
    }

    /** Bytes that are kept in memory and will stand in the file. */
    boolean take(long bytes) {
        return take(new Weight(bytes, 2 * bytes));
    }

    void giveBack(Weight weight) {
        used -= weight.file();
        memoryUsed -= weight.memory();
    }

    /** What the file may still take, in bytes. */
    long left() {
        return Math.max(0, limit - used);
    }

    /** Which limit an output would pass; null if none. */
    @Nullable
    String refusal(Weight weight) {
        if (weight.file() > limit - used) {
            return "the outputs of this notebook may have " + limit + " bytes";
        }
        if (weight.memory() > memoryLimit - memoryUsed) {
            return "the outputs of this notebook do not fit into the runner's memory, of which they may have "
                    + memoryLimit + " bytes";
        }
        return null;
    }
}
