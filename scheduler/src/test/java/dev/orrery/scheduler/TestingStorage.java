package dev.orrery.scheduler;

import dev.orrery.storage.DirectoryStorage;
import dev.orrery.storage.WorkingStorage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A folder on disk that remembers which of its folders were said to be finished. */
final class TestingStorage implements WorkingStorage {
    final List<String> finished = new ArrayList<>();

    private final DirectoryStorage folder;

    TestingStorage(Path root) {
        this.folder = new DirectoryStorage(root);
    }

    @Override
    public Path makeFolder(String prefix) {
        return folder.makeFolder(prefix);
    }

    @Override
    public void finished(String prefix) {
        finished.add(prefix);
    }

    @Override
    public void put(String key, byte[] content) {
        folder.put(key, content);
    }

    @Override
    public Optional<byte[]> get(String key, long maxBytes) {
        return folder.get(key, maxBytes);
    }

    @Override
    public Optional<byte[]> get(String key, long offset, int maxBytes) {
        return folder.get(key, offset, maxBytes);
    }

    @Override
    public Optional<InputStream> open(String key) {
        return folder.open(key);
    }

    @Override
    public OptionalLong size(String key) {
        return folder.size(key);
    }

    @Override
    public List<String> list(String prefix) {
        return folder.list(prefix);
    }

    @Override
    public void close() {
        folder.close();
    }
}
