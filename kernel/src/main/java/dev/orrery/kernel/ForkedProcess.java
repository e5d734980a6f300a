package dev.orrery.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A child of the fork server as a process like any other: what it writes comes over a socket, its end is told by the server. */
final class ForkedProcess extends Process {
    private final long pid;
    private final ServerSocketChannel output;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int exitCode;

    /** @param output where the child connects with what it writes */
    ForkedProcess(long pid, ServerSocketChannel output) {
        this.pid = pid;
        this.output = output;
    }

    void end(int code) {
        exitCode = code;
        ended.countDown();
        try {
            output.close();
        } catch (IOException e) {
            // Nobody waits at it any more.
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public boolean isAlive() {
        return ended.getCount() > 0;
    }

    @Override
    public int waitFor() throws InterruptedException {
        ended.await();
        return exitCode;
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        return ended.await(timeout, unit);
    }

    @Override
    public int exitValue() {
        if (isAlive()) {
            throw new IllegalThreadStateException("process " + pid + " has not ended");
        }
        return exitCode;
    }

    @Override
    public ProcessHandle toHandle() {
        return handle().orElseThrow(() -> new IllegalStateException("process " + pid + " is gone"));
    }

    @Override
    public void destroy() {
        handle().ifPresent(ProcessHandle::destroy);
    }

    @Override
    public Process destroyForcibly() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
        return this;
    }

    /** The server learns of the end, and tells it, before the id can be another's: it has waited for the child by then. */
    private Optional<ProcessHandle> handle() {
        return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    /** For one reader. */
    @Override
    public InputStream getInputStream() {
        return new Connected();
    }

    /** Waits for the child's connection when it is first read. */
    private final class Connected extends InputStream {
        private @Nullable InputStream in;

        private InputStream in() throws IOException {
            InputStream open = in;
            if (open == null) {
                SocketChannel child = output.accept();
                open = Channels.newInputStream(child);
                in = open;
            }
            return open;
        }

        @Override
        public int read() throws IOException {
            return in().read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in().read(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
            }
        }
    }
}
