package dev.orrery.http;

/** Stands around every request, to write down what it does. */
@FunctionalInterface
public interface Recorder {
    /** Does the work and throws what it throws. */
    void record(Deed deed, Work work);

    /** What a request does; a refusal is a {@link Problem}. */
    @FunctionalInterface
    interface Work {
        void run();
    }

    /** Writes nothing down. */
    static Recorder none() {
        return (deed, work) -> work.run();
    }
}
