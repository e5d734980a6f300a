package dev.orrery.kernel;

/**
 * A daemon thread that waits for something of a kernel. Of the platform's, not a virtual one: the first virtual thread that reads a socket
 * starts the pollers, which stay in the system's epoll_wait, and a JVM that ends waits 300 ms for threads which are inside of the
 * system. A short run would be half as long again.
 */
final class KernelThread {
    private KernelThread() {}

    static Thread start(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).start(work);
    }
}
