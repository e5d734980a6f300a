package dev.orrery.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that makes one workload durable. It appears whole, by a rename, before anything runs:
 * {@code arguments} (of the sandbox, 0600: they hold the environment), {@code paths} (what is mounted where), {@code groups},
 * {@code passwd}, {@code group}, {@code started} (when), {@code supervise.sh}, {@code tmp}. The supervisor adds
 * {@code supervisor} (who it is) first of all and {@code exit} ("CODE OUT_OF_MEMORY") last of all; a workload without a sandbox
 * adds {@code first} (its process id).
 */
record WorkloadRecord(WorkloadId id, Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(WorkloadRecord.class);
    static final String SCRIPT = "supervise.sh";
    static final String ARGUMENTS = "arguments";
    private static final String NEW = ".new-";

    /** Makes the record, on the disk when this returns; if there is one of this id already, that stays. */
    static WorkloadRecord create(
            Path records, Workload workload, Confinement confinement, List<Path> groups, Instant now)
            throws IOException {
        Path folder = records.resolve(workload.id().value());
        Path draft = Files.createDirectory(records.resolve(NEW + UUID.randomUUID()), ownerOnly("rwx------"));
        write(draft.resolve(ARGUMENTS), confinement.arguments(workload, folder));
        write(draft.resolve("paths"), confinement.paths(workload, folder).text());
        write(
                draft.resolve("groups"),
                groups.stream().map(group -> group + "\n").reduce("", String::concat));
        write(draft.resolve("passwd"), Sandbox.passwd(workload));
        write(draft.resolve("group"), Sandbox.group(workload));
        Files.setPosixFilePermissions(draft.resolve("passwd"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(draft.resolve("group"), PosixFilePermissions.fromString("rw-r--r--"));
        write(draft.resolve("started"), now.toString());
        write(draft.resolve(SCRIPT), script());
        Files.createDirectory(draft.resolve(Unconfined.TEMPORARY), ownerOnly("rwx------"));
        sync(draft);
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        sync(records);
        return new WorkloadRecord(workload.id(), folder);
    }

    static List<WorkloadRecord> all(Path records) throws IOException {
        try (Stream<Path> folders = Files.list(records)) {
            return folders.filter(
                            folder -> WorkloadId.isValid(folder.getFileName().toString()))
                    .map(folder -> new WorkloadRecord(
                            new WorkloadId(folder.getFileName().toString()), folder))
                    .toList();
        }
    }

    /** Removes what a server that died while it made or removed a record left behind. */
    static void sweep(Path records) throws IOException {
        List<Path> drafts;
        try (Stream<Path> folders = Files.list(records)) {
            drafts = folders.filter(folder -> folder.getFileName().toString().startsWith(NEW))
                    .toList();
        }
        for (Path draft : drafts) {
            FileTrees.delete(draft);
        }
    }

    Optional<Supervisor> supervisor() throws IOException {
        Optional<String> line = text("supervisor");
        return line.isEmpty() ? Optional.empty() : Supervisor.parse(line.get(), noted(folder.resolve("supervisor")));
    }

    /** The first process of a workload without a sandbox, once it has told its id. */
    Optional<NotedProcess> first() throws IOException {
        Optional<String> line = text(Unconfined.FIRST).filter(text -> text.matches("[0-9]{1,10}\n"));
        return line.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new NotedProcess(Long.parseLong(line.get().strip()), noted(folder.resolve(Unconfined.FIRST))));
    }

    private static Instant noted(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    /** What the workload sees of the host; empty for a workload that is not known. */
    Optional<SeenPaths> seen() {
        try {
            return text("paths").map(SeenPaths::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True when no supervisor ran and none can run any more: then nothing was started, and the record may go. */
    boolean claim() throws IOException {
        Path claim = folder.resolve("supervisor." + UUID.randomUUID());
        Files.writeString(claim, "none");
        try {
            Files.createLink(folder.resolve("supervisor"), claim);
            return true;
        } catch (FileAlreadyExistsException e) {
            // A claim that an earlier launcher made before it died counts as ours.
            return supervisor().isEmpty();
        }
    }

    /** Exit code, out-of-memory flag and memory with the time, when the workload's end was written down. */
    Optional<WorkloadStatus.Ended> end() throws IOException {
        Optional<String> line = text("exit");
        if (line.isEmpty()) {
            return Optional.empty();
        }
        String[] words = line.get().strip().split(" ", -1);
        Instant at = Files.getLastModifiedTime(folder.resolve("exit")).toInstant();
        // A record of an earlier release tells nothing of memory.
        String none = ControlGroup.UNKNOWN;
        return Optional.of(new WorkloadStatus.Ended(
                Integer.parseInt(words[0]),
                words[1].equals("1"),
                at,
                ControlGroup.memory(words.length > 2 ? words[2] : none, words.length > 3 ? words[3] : none)));
    }

    /** For a supervisor that could not write it. */
    void writeEnd(int exitCode, List<Path> groups) throws IOException {
        Path draft = folder.resolve("exit.new");
        Files.deleteIfExists(draft);
        String outOfMemory = ControlGroup.ranOutOfMemory(groups) ? " 1 " : " 0 ";
        write(draft, exitCode + outOfMemory + ControlGroup.memory(groups) + "\n");
        Files.move(draft, folder.resolve("exit"), StandardCopyOption.ATOMIC_MOVE);
    }

    List<Path> groups() throws IOException {
        return text("groups").stream().flatMap(String::lines).map(Path::of).toList();
    }

    /** Kills what is left in the control groups, and removes them; one that stays is logged. */
    void clearGroups() throws IOException {
        for (Path group : groups()) {
            try {
                ControlGroup.clear(group);
            } catch (IOException e) {
                LOG.warn("Control group {} of workload {} cannot be removed: {}", group, id, e.getMessage());
            }
        }
    }

    Instant started() throws IOException {
        return Instant.parse(text("started").orElseThrow(() -> new IOException(folder + " holds no start time")));
    }

    /**
     * The same workload by another id, at once and in one step. Its supervisor works in this very folder, whatever that is called.
     * Not forced to the disk: a machine that goes down ends the workload, too.
     */
    WorkloadRecord rename(WorkloadId to) throws IOException {
        WorkloadRecord renamed = new WorkloadRecord(to, folder.resolveSibling(to.value()));
        if (Files.exists(renamed.folder())) {
            throw new FileAlreadyExistsException(renamed.folder().toString());
        }
        Files.move(folder, renamed.folder(), StandardCopyOption.ATOMIC_MOVE);
        return renamed;
    }

    /** At one instant there is the record, at the next there is none. */
    void delete() throws IOException {
        Path away = folder.resolveSibling(NEW + UUID.randomUUID());
        Files.move(folder, away, StandardCopyOption.ATOMIC_MOVE);
        FileTrees.delete(away);
    }

    /** For a workload that did not come to run: {@link #delete} and {@link #clearGroups}. */
    void discard() throws IOException {
        clearGroups();
        delete();
    }

    private Optional<String> text(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    private static String script() {
        try (InputStream script = WorkloadRecord.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new IllegalStateException("The program is incomplete: " + SCRIPT + " is missing");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createFile(file, ownerOnly("rw-------"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?> ownerOnly(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
