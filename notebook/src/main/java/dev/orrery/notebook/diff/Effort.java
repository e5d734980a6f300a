package dev.orrery.notebook.diff;

/**
 * How many steps one comparison may still spend on a shorter difference, over all of its cells. When they are used up the rest gets a
 * coarser one in time that grows with its size alone. Small parts cost so little that they are always compared in full.
 */
final class Effort {
    private static final long STEPS = 40_000_000;

    private long left = STEPS;

    boolean isLeft() {
        return left > 0;
    }

    void spend(long steps) {
        left -= steps;
    }
}
