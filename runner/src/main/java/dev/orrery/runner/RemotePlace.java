package dev.orrery.runner;

/** A kind of place that is reached over the network. Each call is one try. */
interface RemotePlace {
    byte[] read(String url) throws Failure;

    /** Finds out whether something could be written there, where that can be known without writing. */
    void checkWritable(String url) throws Failure;

    void write(String url, byte[] content) throws Failure;

    /** Why it did not work: a sentence with the address and a remedy, without anything secret. */
    final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean passing;

        /** @param passing whether the same call may well work later */
        Failure(String message, boolean passing) {
            super(message);
            this.passing = passing;
        }

        boolean isPassing() {
            return passing;
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }
}
