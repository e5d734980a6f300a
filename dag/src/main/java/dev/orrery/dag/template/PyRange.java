package dev.orrery.dag.template;

import java.util.AbstractList;

/** Python's range. */
final class PyRange extends AbstractList<Object> {
    private static final long LONGEST = 100_000;

    private final long start;
    private final long stop;
    private final long step;
    private final int size;

    PyRange(long start, long stop, long step) {
        if (step == 0) {
            throw new TemplateException("the step of a range is 0", "Give another.");
        }
        long length = step > 0
                ? Math.max(0, Math.floorDiv(stop - start + step - 1, step))
                : Math.max(0, Math.floorDiv(start - stop - step - 1, -step));
        if (length > LONGEST) {
            throw new TemplateException("a range is longer than " + LONGEST, "Let the notebook count this far.");
        }
        this.start = start;
        this.stop = stop;
        this.step = step;
        this.size = (int) length;
    }

    @Override
    public Object get(int index) {
        java.util.Objects.checkIndex(index, size);
        return start + index * step;
    }

    @Override
    public int size() {
        return size;
    }

    String str() {
        return "range(" + start + ", " + stop + (step == 1 ? ")" : ", " + step + ")");
    }
}
