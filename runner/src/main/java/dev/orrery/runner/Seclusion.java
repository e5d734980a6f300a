package dev.orrery.runner;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Keeps other processes of the same user, the kernel above all, out of this process. Its memory and the environment that it was
 * started with hold the attempt's token; Linux shows both to every process of the user until it is told not to
 * (PR_SET_DUMPABLE, prctl(2)). What this process starts is not concerned: it begins anew with its own program.
 */
final class Seclusion {
    private static final int PR_SET_DUMPABLE = 4;

    private Seclusion() {}

    /** Takes tens of milliseconds, for which the processor is needed and little else. Without effect where there is no prctl. */
    static void begin() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> prctl = linker.defaultLookup().find("prctl");
        if (prctl.isPresent()) {
            call(linker, prctl.get());
        }
    }

    @SuppressWarnings("restricted")
    private static void call(Linker linker, MemorySegment prctl) {
        MethodHandle handle = linker.downcallHandle(
                prctl,
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        int result;
        try {
            result = (int) handle.invokeExact(PR_SET_DUMPABLE, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("prctl throws nothing", e);
        }
        if (result != 0) {
            throw new RunnerException(
                    "The process could not be hidden from its kernel (prctl answered " + result + ").");
        }
    }
}
