package dev.orrery.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects that are written on this machine and kept in an S3 store. A folder stays here while it is written into; once it is
 * finished it is copied to the store, and only then removed here. Which folders are on their way is noted on disk, so that a
 * server which was killed goes on. Only what {@link #list} gives is copied, and a folder of more than 16 GiB stays here. While
 * the store is away, nothing is lost and what is here is read here.
 */
public final class ArchivedStorage implements WorkingStorage {
    private static final Logger LOG = LoggerFactory.getLogger(ArchivedStorage.class);
    private static final int MAX_NOTE = 4096;

    /** Nobody's log is so long; a stranger's file with nothing in it may be. */
    private static final long MAX_FOLDER = 16L << 30;

    private final DirectoryStorage local;
    private final DirectoryStorage notes;
    private final S3Storage kept;
    private final Duration pause;
    /** Once closed it takes nothing more: the next one finds the notes. */
    private final ScheduledExecutorService mover = new ScheduledThreadPoolExecutor(
            1, Thread.ofVirtual().name("archive").factory(), new ThreadPoolExecutor.DiscardPolicy());

    /**
     * @param notes of folders on their way
     * @param pause before a folder is tried again
     */
    public ArchivedStorage(DirectoryStorage local, DirectoryStorage notes, S3Storage kept, Duration pause) {
        this.local = local;
        this.notes = notes;
        this.kept = kept;
        this.pause = pause;
        notes.list("").forEach(note -> mover.execute(() -> move(note)));
    }

    @Override
    public Path makeFolder(String prefix) {
        return local.makeFolder(prefix);
    }

    @Override
    public void finished(String prefix) {
        ObjectKey folder = ObjectKey.of(prefix);
        String note = note(folder);
        notes.put(note, folder.toString().getBytes(StandardCharsets.UTF_8));
        mover.execute(() -> move(note));
    }

    /** A name for a folder's note: a key may be longer than a file's name. */
    private static String note(ObjectKey folder) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(folder.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void move(String note) {
        Optional<byte[]> text = notes.get(note, MAX_NOTE);
        if (text.isEmpty()) {
            return; // done meanwhile
        }
        String folder = new String(text.get(), StandardCharsets.UTF_8);
        try {
            List<String> keys = local.list(folder);
            if (bytes(keys) > MAX_FOLDER) {
                LOG.warn("'{}' stays on this machine: it holds more than {} bytes.", folder, MAX_FOLDER);
            } else {
                keys.forEach(this::copy);
                local.removeFolder(folder);
            }
            notes.removeFolder(note);
        } catch (RuntimeException e) {
            LOG.warn(
                    "'{}' stays on this machine for now: {} Trying again in {} s.",
                    folder,
                    e instanceof StorageException ? e.getMessage() : e,
                    pause.toSeconds());
            var _ = mover.schedule(() -> move(note), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private long bytes(List<String> keys) {
        return keys.stream()
                .mapToLong(key -> local.size(key).orElse(0))
                .reduce(0, (sum, size) -> Math.min(sum + size, MAX_FOLDER + 1));
    }

    private void copy(String key) {
        OptionalLong size = local.size(key);
        if (size.isPresent()) {
            kept.put(
                    key,
                    size.getAsLong(),
                    (offset, length) -> local.get(key, offset, length)
                            .filter(bytes -> bytes.length == length)
                            .orElseThrow(() -> new IOException("it has changed meanwhile")));
        }
    }

    @Override
    public void put(String key, byte[] content) {
        local.put(key, content);
    }

    @Override
    public Optional<byte[]> get(String key, long maxBytes) {
        return local.get(key, maxBytes).or(() -> kept.get(key, maxBytes));
    }

    @Override
    public Optional<byte[]> get(String key, long offset, int maxBytes) {
        return local.get(key, offset, maxBytes).or(() -> kept.get(key, offset, maxBytes));
    }

    @Override
    public Optional<InputStream> open(String key) {
        return local.open(key).or(() -> kept.open(key));
    }

    @Override
    public OptionalLong size(String key) {
        OptionalLong here = local.size(key);
        return here.isPresent() ? here : kept.size(key);
    }

    @Override
    public List<String> list(String prefix) {
        TreeSet<String> keys = new TreeSet<>(kept.list(prefix));
        keys.addAll(local.list(prefix));
        return keys.stream().limit(MAX_LISTED).toList();
    }

    /** Folders on their way wait for the next one. */
    @Override
    public void close() {
        mover.shutdownNow();
        kept.close();
    }
}
