package dev.orrery.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a process uses, as Linux's /proc tells; nothing elsewhere. */
final class ProcessUsage {
    /** USER_HZ: 100 on every architecture that Linux shows to programs. */
    private static final double TICKS_PER_SECOND = 100;

    private static final String PEAK = "VmHWM:";

    private final Path proc;

    ProcessUsage(long pid) {
        this.proc = Path.of("/proc", Long.toString(pid));
    }

    /** Of the process and of its children that ended and were waited for. */
    @Nullable
    Double cpuSeconds() {
        try {
            String stat = Files.readString(proc.resolve("stat"));
            // The second field is the command in brackets and may hold anything, brackets too.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int i = 11; i <= 14; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** Since {@link #resetPeak}, or since its start where that is not allowed. */
    @Nullable
    Long peakMemoryBytes() {
        try {
            String status = Files.readString(proc.resolve("status"));
            int at = status.indexOf(PEAK);
            if (at >= 0) {
                String value = status.substring(at + PEAK.length(), status.indexOf("kB", at));
                return Long.parseLong(value.strip()) * 1024;
            }
            return null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    void resetPeak() {
        try {
            Files.writeString(proc.resolve("clear_refs"), "5");
        } catch (IOException | RuntimeException e) {
            // Not Linux, or not allowed: the peak is then that of all cells so far.
        }
    }
}
