package dev.orrery.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The end of what the process itself wrote, outside of the protocol; reading it keeps the process from blocking. */
final class LastWords {
    private static final int KEPT = 4096;

    private final byte[] ring = new byte[KEPT];
    private final Thread reader;
    private long written;

    LastWords(InputStream in) {
        this.reader = KernelThread.start("kernel-last-words", () -> read(in));
    }

    String text() {
        try {
            reader.join(Duration.ofMillis(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (ring) {
            int length = (int) Math.min(written, KEPT);
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = ring[(int) ((written - length + i) % KEPT)];
            }
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }
    }

    private void read(InputStream in) {
        byte[] buffer = new byte[KEPT];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (ring) {
                    for (int i = 0; i < n; i++) {
                        ring[(int) (written++ % KEPT)] = buffer[i];
                    }
                }
            }
        } catch (IOException e) {
            // Its end was closed.
        }
    }
}
