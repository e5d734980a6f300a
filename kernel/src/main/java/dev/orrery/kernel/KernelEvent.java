package dev.orrery.kernel;

/** What can happen to someone who waits for a kernel. */
sealed interface KernelEvent {
    /** @param weight to be given back when the message was dealt with */
    record Received(Channel channel, Message message, int weight) implements KernelEvent {}

    /** Something came that is no message, or is not signed with our key; it was dropped. */
    record Dropped(String why) implements KernelEvent {}

    /** A connection ended or carried nonsense; the kernel is of no more use. */
    record Broken(String how) implements KernelEvent {}

    /** The process ended, and all that it had sent was received. */
    record Died(String how) implements KernelEvent {}
}
