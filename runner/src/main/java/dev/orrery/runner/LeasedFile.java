package dev.orrery.runner;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that is open for writing and that nobody else has open: a write lease of Linux (F_SETLEASE, fcntl(2)). Who opens it
 * meanwhile waits until it is closed. Only where the system is a 64-bit Linux, and the file system knows leases.
 */
final class LeasedFile extends OutputStream {
    private static final int O_WRONLY_NOFOLLOW_CLOEXEC =
            1 | 0x80000 | (System.getProperty("os.arch").equals("aarch64") ? 0x8000 : 0x20000);
    private static final int F_SETSIG = 10;
    private static final int F_SETLEASE = 1024;
    private static final long F_WRLCK = 1;
    /** Sent to who holds a lease that another process waits for. By default it would be SIGIO, which ends a process; this one is ignored. */
    private static final long SIGURG = 23;

    private static final int BUFFER = 1 << 18;

    private final Calls calls;
    private final int descriptor;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(BUFFER);
    private int filled;
    private long position;

    private LeasedFile(Calls calls, int descriptor) {
        this.calls = calls;
        this.descriptor = descriptor;
    }

    /** Opens an existing file; null where others have it open, or this cannot be known. */
    static @Nullable LeasedFile open(Path file) {
        Calls calls = Calls.ALL.orElse(null);
        if (calls == null) {
            return null;
        }
        int descriptor;
        try (Arena arena = Arena.ofConfined()) {
            descriptor = calls.open(arena.allocateFrom(file.toString()), O_WRONLY_NOFOLLOW_CLOEXEC);
        }
        if (descriptor < 0) {
            return null;
        }
        if (calls.control(descriptor, F_SETSIG, SIGURG) < 0 || calls.control(descriptor, F_SETLEASE, F_WRLCK) < 0) {
            calls.close(descriptor);
            return null;
        }
        return new LeasedFile(calls, descriptor);
    }

    /** Drops what stands behind the position, and writes on from there. */
    void cutAt(long newLength) throws IOException {
        if (calls.truncate(descriptor, newLength) < 0) {
            throw new IOException("it cannot be shortened");
        }
        position = newLength;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int now = Math.min(count - done, BUFFER - filled);
            MemorySegment.copy(bytes, from + done, buffer, ValueLayout.JAVA_BYTE, filled, now);
            filled += now;
            done += now;
            if (filled == BUFFER) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        int done = 0;
        while (done < filled) {
            long count = calls.write(descriptor, buffer.asSlice(done, filled - done), position);
            if (count <= 0) {
                throw new IOException("it cannot be written, most likely because the disk is full");
            }
            done += (int) count;
            position += count;
        }
        filled = 0;
    }

    /** Ends the lease as well. */
    @Override
    public void close() throws IOException {
        try {
            flush();
        } finally {
            calls.close(descriptor);
            arena.close();
        }
    }

    /** The C library's functions. */
    @SuppressWarnings("restricted")
    private record Calls(
            MethodHandle open, MethodHandle fcntl, MethodHandle ftruncate, MethodHandle pwrite, MethodHandle close) {
        static final Optional<Calls> ALL = find();

        private static Optional<Calls> find() {
            if (!System.getProperty("os.name").equals("Linux") || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
                return Optional.empty();
            }
            var number = ValueLayout.JAVA_INT;
            var size = ValueLayout.JAVA_LONG;
            var address = ValueLayout.ADDRESS;
            Linker.Option variadic = Linker.Option.firstVariadicArg(2);
            return Optional.of(new Calls(
                    function("open", FunctionDescriptor.of(number, address, number), variadic),
                    function("fcntl", FunctionDescriptor.of(number, number, number, size), variadic),
                    function("ftruncate", FunctionDescriptor.of(number, number, size)),
                    function("pwrite", FunctionDescriptor.of(size, number, address, size, size)),
                    function("close", FunctionDescriptor.of(number, number))));
        }

        private static MethodHandle function(String name, FunctionDescriptor signature, Linker.Option... options) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature, options);
        }

        int open(MemorySegment path, int flags) {
            try {
                return (int) open.invokeExact(path, flags);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        int control(int descriptor, int command, long argument) {
            try {
                return (int) fcntl.invokeExact(descriptor, command, argument);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        int truncate(int descriptor, long length) {
            try {
                return (int) ftruncate.invokeExact(descriptor, length);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        long write(int descriptor, MemorySegment bytes, long position) {
            try {
                return (long) pwrite.invokeExact(descriptor, bytes, bytes.byteSize(), position);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        void close(int descriptor) {
            try {
                var _ = (int) close.invokeExact(descriptor);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
