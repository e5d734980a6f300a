package dev.orrery.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * The dag repository: a bare git repository with one branch, {@code main}, and a folder {@code dags/DAG_ID} for each dag.
 * May be used from many threads, and from several processes on one disk. What is committed is on the disk.
 */
public final class DagRepository implements AutoCloseable {
    private static final String BRANCH = Constants.R_HEADS + "main";
    private static final int MAX_TRIES = 50;
    private static final int MAX_MESSAGE = 10_000;

    private final Repository git;
    private final DagHistory history;
    private final InstantSource clock;
    private final ReentrantLock committing = new ReentrantLock();

    private DagRepository(Repository git, InstantSource clock) {
        this.git = git;
        this.history = new DagHistory(git);
        this.clock = clock;
    }

    /** Opens the repository in this folder, and makes it first where there is none. */
    public static DagRepository open(Path directory, InstantSource clock) {
        GitSettings.isolate();
        try {
            if (RepositoryCache.FileKey.isGitRepository(directory.toFile(), FS.DETECTED)) {
                return new DagRepository(at(directory), clock);
            }
            Repository made = at(directory);
            made.create(true);
            made.updateRef(Constants.HEAD).link(BRANCH);
            StoredConfig config = made.getConfig();
            config.setBoolean("core", null, "fsyncObjectFiles", true);
            config.setBoolean("core", null, "fsyncRefFiles", true);
            config.save();
            made.close();
            return new DagRepository(at(directory), clock);
        } catch (IOException e) {
            throw PublishException.repository(
                    "The dag repository '" + directory + "' cannot be opened: " + e.getMessage()
                            + ". Look at its permissions, or restore it from a backup.",
                    e);
        }
    }

    private static Repository at(Path directory) throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(directory.toFile())
                .setBare()
                .build();
    }

    /**
     * Makes these files the dag's folder, by one commit on {@code main}: all of it or nothing. A commit that another one
     * overtook is built again on top of that one. The very same files make no commit.
     *
     * @param author the user who is named as the commit's author
     * @param message what changed; blank for a message of our own
     */
    public Committed commit(String dagId, Folder folder, String author, String message) {
        DagHistory.requireDagId(dagId);
        committing.lock();
        try (ObjectInserter inserter = git.newObjectInserter();
                ObjectReader reader = inserter.newReader()) {
            DagTree trees = new DagTree(reader, inserter);
            ObjectId dag = trees.of(folder);
            for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
                ObjectId head = git.resolve(BRANCH);
                if (head != null
                        && history.folder(head, dagId).filter(dag::equals).isPresent()) {
                    return history.lastChange(head, dagId);
                }
                ObjectId root = trees.with(head == null ? null : history.root(head), dagId, dag);
                ObjectId commit = inserter.insert(commit(head, root, author, cleaned(message, dagId)));
                inserter.flush();
                if (advance(head, commit)) {
                    return new Committed(commit.name(), author, true);
                }
            }
            throw PublishException.repository(
                    "The dag repository is being changed by others all the time. Try again.", null);
        } catch (IOException e) {
            throw unreadable(e);
        } finally {
            committing.unlock();
        }
    }

    /** Where a dag's folder stands on {@code main} now; empty where it is not there. */
    public Optional<Committed> latest(String dagId) {
        DagHistory.requireDagId(dagId);
        return reading(() -> {
            Optional<ObjectId> head = headWith(dagId);
            return head.isEmpty() ? Optional.empty() : Optional.of(history.lastChange(head.get(), dagId));
        });
    }

    /** The commits that changed a dag's folder, the newest first, at most so many; {@link PublishException} where there is none. */
    public List<DagVersion> versions(String dagId, int most) {
        DagHistory.requireDagId(dagId);
        return reading(() -> history.versions(
                headWith(dagId)
                        .orElseThrow(() -> PublishException.notFound("The dag repository has no dag '" + dagId + "'.")),
                dagId,
                most));
    }

    /** The ids of the dags on {@code main}, in order. */
    public List<String> dagIds() {
        return reading(() -> {
            ObjectId head = git.resolve(BRANCH);
            return head == null ? List.of() : history.dagIds(head);
        });
    }

    /** The dag's files as they are at a commit; {@link PublishException} where that commit does not have the dag. */
    public Folder read(String commit, String dagId) {
        return reading(() -> {
            try (ObjectReader reader = git.newObjectReader()) {
                return DagFiles.read(reader, history.requireFolder(commit, dagId));
            }
        });
    }

    /**
     * Writes the dag's files as they are at a commit into a folder, which is made where it is missing, byte by byte the
     * same. Only plain files with safe paths are written; one that exists already is not overwritten but an error.
     */
    public void checkout(String commit, String dagId, Path into) {
        try (ObjectReader reader = git.newObjectReader()) {
            DagFiles.write(reader, history.requireFolder(commit, dagId), into);
        } catch (IOException e) {
            throw PublishException.repository(
                    "The files of " + dagId + " could not be written into '" + into + "': " + e.getMessage()
                            + ". Look at the disk's free space and permissions.",
                    e);
        }
    }

    @Override
    public void close() {
        git.close();
    }

    private boolean advance(@Nullable ObjectId head, ObjectId commit) throws IOException {
        RefUpdate update = git.updateRef(BRANCH);
        update.setExpectedOldObjectId(head == null ? ObjectId.zeroId() : head);
        update.setNewObjectId(commit);
        update.disableRefLog();
        return switch (update.update()) {
            case NEW, FAST_FORWARD -> true;
            case LOCK_FAILURE, REJECTED -> false;
            case NOT_ATTEMPTED,
                    NO_CHANGE,
                    FORCED,
                    REJECTED_CURRENT_BRANCH,
                    IO_FAILURE,
                    RENAMED,
                    REJECTED_MISSING_OBJECT,
                    REJECTED_OTHER_REASON -> throw new IOException("main could not be moved: " + update.getResult());
        };
    }

    private CommitBuilder commit(@Nullable ObjectId parent, ObjectId tree, String author, String message) {
        Instant now = clock.instant();
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        if (parent != null) {
            commit.setParentId(parent);
        }
        commit.setAuthor(new PersonIdent(author, author + "@orrery", now, ZoneOffset.UTC));
        commit.setCommitter(new PersonIdent("orrery", "orrery@orrery", now, ZoneOffset.UTC));
        commit.setMessage(message);
        return commit;
    }

    private static String cleaned(String message, String dagId) {
        String clean = message.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "").strip();
        clean = clean.length() > MAX_MESSAGE ? clean.substring(0, MAX_MESSAGE) : clean;
        return clean.isEmpty() ? "Push " + dagId : clean;
    }

    /** The end of {@code main}, where that has the dag. */
    private Optional<ObjectId> headWith(String dagId) throws IOException {
        ObjectId head = git.resolve(BRANCH);
        return head == null || history.folder(head, dagId).isEmpty() ? Optional.empty() : Optional.of(head);
    }

    private interface Reading<T> {
        T get() throws IOException;
    }

    private static <T> T reading(Reading<T> reading) {
        try {
            return reading.get();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static PublishException unreadable(IOException e) {
        return PublishException.repository(
                "The dag repository cannot be read or written: " + e.getMessage()
                        + ". Look at the disk's free space and permissions, or restore it from a backup.",
                e);
    }
}
