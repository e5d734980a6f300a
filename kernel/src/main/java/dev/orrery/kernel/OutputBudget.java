package dev.orrery.kernel;

/** How much output a notebook may still hold. Outputs that are cleared or replaced give back what they had. */
final class OutputBudget {
    /** What the JSON around a small output weighs. */
    static final int OVERHEAD = 128;

    private final long limit;
    private long used;

    OutputBudget(long limit) {
        this.limit = limit;
    }

    long limit() {
        return limit;
    }

    boolean take(long bytes) {
        if (used + bytes > limit) {
            return false;
        }
        used += bytes;
        return true;
    }

    void giveBack(long bytes) {
        used -= bytes;
    }
}
