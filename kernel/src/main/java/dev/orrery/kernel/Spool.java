package dev.orrery.kernel;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Long texts outside of memory: one file that has no name, in blocks which are used again when their text was let go. Made when
 * the first text comes; gone with the process, or when nothing refers to it any more. A file that an interrupt cannot close,
 * since a run is cancelled by one.
 */
final class Spool {
    /** What a block holds at most, in bytes. */
    static final int BLOCK = 1 << 16;

    /** A text longer than this, in bytes or characters, is worth a block. */
    static final int LONG = 1 << 13;

    private final Path folder;
    private final Deque<Integer> free = new ArrayDeque<>();
    private @Nullable RandomAccessFile file;
    private int blocks;

    /** @param folder where there is room */
    Spool(Path folder) {
        this.folder = folder;
    }

    /** Where a text goes as it comes. */
    SpoolWriter writer() {
        return new SpoolWriter(this);
    }

    /** A text that is in memory; half a surrogate pair becomes a question mark. */
    SpooledText store(String text) throws IOException {
        SpoolWriter writer = writer();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writer.write(bytes, 0, bytes.length);
        return writer.end(Weight.of(text));
    }

    /** The block that now holds these bytes. */
    synchronized int write(byte[] bytes, int count) throws IOException {
        RandomAccessFile open = open();
        int block = free.isEmpty() ? blocks++ : free.pop();
        try {
            open.seek((long) block * BLOCK);
            open.write(bytes, 0, count);
            return block;
        } catch (IOException e) {
            free.push(block);
            throw e;
        }
    }

    synchronized void read(int block, byte[] into, int count) throws IOException {
        RandomAccessFile open = open();
        open.seek((long) block * BLOCK);
        open.readFully(into, 0, count);
    }

    synchronized void free(int block) {
        free.push(block);
    }

    /** How many blocks are in use. */
    synchronized int used() {
        return blocks - free.size();
    }

    private RandomAccessFile open() throws IOException {
        RandomAccessFile open = file;
        if (open == null) {
            Path path = Files.createTempFile(folder, "orrery-", ".spool");
            try {
                open = new RandomAccessFile(path.toFile(), "rw");
            } finally {
                Files.delete(path);
            }
            file = open;
        }
        return open;
    }
}
