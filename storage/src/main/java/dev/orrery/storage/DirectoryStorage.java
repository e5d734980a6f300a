package dev.orrery.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Objects as files below a folder. Each file is reached from the root by open folders, one segment after the other,
 * none of them through a symbolic link, so that code that may write below the root cannot lead a reader elsewhere.
 */
public final class DirectoryStorage implements WorkingStorage {
    private static final int MAX_DEPTH = 8;
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;
    private final SecureRandom random = new SecureRandom();

    /** @param root made where it is missing, for its owner alone; links on the way to it are followed, as they are the administrator's own */
    public DirectoryStorage(Path root) {
        try {
            this.root = Files.createDirectories(root, PRIVATE).toRealPath();
        } catch (IOException e) {
            throw new StorageException("The storage folder cannot be made: check its permissions and the disk.", e);
        }
    }

    @Override
    public Path makeFolder(String prefix) {
        ObjectKey key = ObjectKey.prefix(prefix);
        try {
            try (Folder folder = Folder.open(root)) {
                makeBelow(folder, root, key.segments());
            }
            Path path = root;
            for (String segment : key.segments()) {
                path = path.resolve(segment);
            }
            return path;
        } catch (IOException e) {
            throw failed("The folder '" + key + "' cannot be made", e);
        }
    }

    /** Nothing: the folder is where it stays. */
    @Override
    public void finished(String prefix) {}

    /** Nothing: nothing is held open. */
    @Override
    public void close() {}

    /** Removes a folder and all below it, links themselves and never what they lead to. None there: nothing happens. */
    void removeFolder(String prefix) {
        ObjectKey key = ObjectKey.of(prefix);
        try (Folder parent = open(key.parent())) {
            parent.remove(Path.of(key.name()));
        } catch (NoSuchFileException e) {
            // gone already
        } catch (IOException e) {
            throw failed("The folder '" + key + "' cannot be removed", e);
        }
    }

    @Override
    public void put(String name, byte[] content) {
        ObjectKey key = ObjectKey.of(name);
        makeFolder(key.parent().toString());
        Path temporary = Path.of(".tmp-" + HexFormat.of().toHexDigits(random.nextLong()));
        try (Folder folder = open(key.parent())) {
            try {
                write(folder, temporary, content);
                folder.stream().move(temporary, folder.stream(), Path.of(key.name()));
            } catch (IOException e) {
                deleteQuietly(folder, temporary);
                throw e;
            }
        } catch (IOException e) {
            throw failed("The object '" + key + "' cannot be written", e);
        }
    }

    @Override
    public Optional<byte[]> get(String name, long maxBytes) {
        ObjectKey key = ObjectKey.of(name);
        return reading(key, channel -> {
            long size = channel.size();
            if (size > Math.min(maxBytes, Integer.MAX_VALUE - 8)) {
                throw new StorageException(
                        "The object '" + key + "' is " + size + " bytes long, more than the " + maxBytes + " allowed.");
            }
            return bytes(channel, 0, (int) size);
        });
    }

    @Override
    public Optional<byte[]> get(String name, long offset, int maxBytes) {
        if (offset < 0 || maxBytes < 0) {
            throw new IllegalArgumentException("offset and maxBytes must not be negative");
        }
        return reading(
                ObjectKey.of(name),
                channel -> bytes(channel, offset, Math.clamp(channel.size() - offset, 0, maxBytes)));
    }

    @Override
    public Optional<InputStream> open(String name) {
        ObjectKey key = ObjectKey.of(name);
        try (Folder folder = open(key.parent())) {
            FileChannel channel = regularFile(folder, key);
            return Optional.of(new ChannelInputStream(channel, channel.size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("The object '" + key + "' cannot be read", e);
        }
    }

    @Override
    public OptionalLong size(String name) {
        ObjectKey key = ObjectKey.of(name);
        try (Folder folder = open(key.parent())) {
            BasicFileAttributes attributes = folder.attributes(Path.of(key.name()));
            return attributes.isRegularFile() ? OptionalLong.of(attributes.size()) : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw failed("The object '" + key + "' cannot be looked at", e);
        }
    }

    @Override
    public List<String> list(String prefix) {
        ObjectKey key = ObjectKey.prefix(prefix);
        List<String> keys = new ArrayList<>();
        try (Folder folder = open(key)) {
            list(folder, key.toString(), 1, keys);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failed("The folder '" + key + "' cannot be listed", e);
        }
        keys.sort(null);
        return keys;
    }

    private static void list(Folder folder, String prefix, int depth, List<String> keys) throws IOException {
        for (Path path : folder.stream()) {
            String name = path.getFileName().toString();
            if (keys.size() >= MAX_LISTED || !ObjectKey.isSegment(name)) {
                continue;
            }
            BasicFileAttributes attributes = folder.attributes(path.getFileName());
            String key = prefix.isEmpty() ? name : prefix + "/" + name;
            if (attributes.isRegularFile()) {
                keys.add(key);
            } else if (attributes.isDirectory() && depth < MAX_DEPTH) {
                try (Folder below = folder.open(name)) {
                    list(below, key, depth + 1, keys);
                }
            }
        }
    }

    private Folder open(ObjectKey key) throws IOException {
        Folder folder = Folder.open(root);
        for (String segment : key.segments()) {
            try (Folder parent = folder) {
                folder = parent.open(segment);
            }
        }
        return folder;
    }

    private static void makeBelow(Folder parent, Path path, List<String> segments) throws IOException {
        if (segments.isEmpty()) {
            return;
        }
        Path child = path.resolve(segments.getFirst());
        try {
            parent.attributes(child.getFileName());
        } catch (NoSuchFileException missing) {
            createDirectory(child);
        }
        try (Folder folder = parent.open(segments.getFirst())) {
            makeBelow(folder, child, segments.subList(1, segments.size()));
        }
    }

    private static void createDirectory(Path path) throws IOException {
        try {
            Files.createDirectory(path);
        } catch (FileAlreadyExistsException e) {
            // made by somebody else at the same moment; opening it says whether it is a folder
        }
    }

    private static void write(Folder folder, Path name, byte[] content) throws IOException {
        Set<? extends OpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, NOFOLLOW_LINKS);
        try (FileChannel channel = (FileChannel) folder.stream().newByteChannel(name, options)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void deleteQuietly(Folder folder, Path name) {
        try {
            folder.stream().deleteFile(name);
        } catch (IOException e) {
            // the first error is the one to tell; a temporary file that stays is never listed or read
        }
    }

    private Optional<byte[]> reading(ObjectKey key, Reading reading) {
        try (Folder folder = open(key.parent());
                FileChannel channel = regularFile(folder, key)) {
            return Optional.of(reading.read(channel));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("The object '" + key + "' cannot be read", e);
        }
    }

    /**
     * Opens what must be a regular file. The check and the opening are two moments: where a pipe is put in between, opening
     * it for reading alone would block for ever. Opened for writing as well it does not, and a read at a position fails on it.
     */
    private static FileChannel regularFile(Folder folder, ObjectKey key) throws IOException {
        Path name = Path.of(key.name());
        if (!folder.attributes(name).isRegularFile()) {
            throw new StorageException("What stands at '" + key + "' is no regular file, so it is not read.");
        }
        return (FileChannel) folder.stream()
                .newByteChannel(name, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS));
    }

    private static byte[] bytes(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
            // until full or at an end that came nearer meanwhile
        }
        return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array();
    }

    private static StorageException failed(String what, IOException cause) {
        return new StorageException(what + ": " + cause.getClass().getSimpleName() + ".", cause);
    }

    @FunctionalInterface
    private interface Reading {
        byte[] read(FileChannel channel) throws IOException;
    }
}
