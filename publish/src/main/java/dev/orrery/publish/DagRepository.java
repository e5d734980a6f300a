package dev.orrery.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
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
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
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
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern DAG_ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,249}");

    private final Repository git;
    private final InstantSource clock;
    private final ReentrantLock committing = new ReentrantLock();

    private DagRepository(Repository git, InstantSource clock) {
        this.git = git;
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
        requireDagId(dagId);
        committing.lock();
        try (ObjectInserter inserter = git.newObjectInserter();
                ObjectReader reader = inserter.newReader()) {
            DagTree trees = new DagTree(reader, inserter);
            ObjectId dag = trees.of(folder);
            for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
                ObjectId head = git.resolve(BRANCH);
                if (head != null && dag.equals(treeOf(head, dagId))) {
                    return lastChange(head, dagId);
                }
                ObjectId root = trees.with(head == null ? null : rootOf(head), dagId, dag);
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
        requireDagId(dagId);
        try {
            ObjectId head = git.resolve(BRANCH);
            return head == null || treeOf(head, dagId) == null
                    ? Optional.empty()
                    : Optional.of(lastChange(head, dagId));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The commits that changed a dag's folder, the newest first, at most so many; {@link PublishException} where there is none. */
    public List<DagVersion> versions(String dagId, int most) {
        requireDagId(dagId);
        try (RevWalk walk = new RevWalk(git)) {
            ObjectId head = git.resolve(BRANCH);
            if (head == null || treeOf(head, dagId) == null) {
                throw PublishException.notFound("The dag repository has no dag '" + dagId + "'.");
            }
            List<DagVersion> versions = new ArrayList<>();
            changing(walk, head, dagId);
            for (RevCommit commit = walk.next(); commit != null && versions.size() < most; commit = walk.next()) {
                walk.parseBody(commit);
                versions.add(new DagVersion(
                        commit.name(),
                        commit.getAuthorIdent().getName(),
                        commit.getFullMessage(),
                        commit.getAuthorIdent().getWhenAsInstant()));
            }
            return List.copyOf(versions);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The ids of the dags on {@code main}, in order. */
    public List<String> dagIds() {
        try (TreeWalk walk = new TreeWalk(git)) {
            ObjectId head = git.resolve(BRANCH);
            if (head == null) {
                return List.of();
            }
            List<String> ids = new ArrayList<>();
            walk.addTree(rootOf(head));
            walk.setFilter(PathFilter.create(DagTree.DAGS));
            while (walk.next()) {
                if (walk.getDepth() == 0 && walk.isSubtree()) {
                    walk.enterSubtree();
                } else if (walk.getDepth() == 1
                        && DAG_ID.matcher(walk.getNameString()).matches()) {
                    ids.add(walk.getNameString());
                }
            }
            return List.copyOf(ids);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Whether the dag's files are the very same at both commits. */
    public boolean isSame(String dagId, String commit, String other) {
        try {
            ObjectId tree = treeOf(find(commit), dagId);
            return tree != null && tree.equals(treeOf(find(other), dagId));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The dag's files as they are at a commit; {@link PublishException} where that commit does not have the dag. */
    public Folder read(String commit, String dagId) {
        try (ObjectReader reader = git.newObjectReader()) {
            return DagFiles.read(reader, requireTree(commit, dagId));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Writes the dag's files as they are at a commit into a folder, which is made where it is missing, byte by byte the
     * same. Only plain files with safe paths are written; one that exists already is not overwritten but an error.
     */
    public void checkout(String commit, String dagId, Path into) {
        try (ObjectReader reader = git.newObjectReader()) {
            DagFiles.write(reader, requireTree(commit, dagId), into);
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

    private Committed lastChange(ObjectId head, String dagId) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            changing(walk, head, dagId);
            RevCommit commit = walk.next();
            if (commit == null) {
                throw new IOException("no commit made dags/" + dagId);
            }
            walk.parseBody(commit);
            return new Committed(commit.name(), commit.getAuthorIdent().getName(), false);
        }
    }

    /** Sets a walk to the commits, from this one back, that changed the dag's folder. */
    private static void changing(RevWalk walk, ObjectId head, String dagId) throws IOException {
        walk.setTreeFilter(AndTreeFilter.create(PathFilter.create(DagTree.DAGS + "/" + dagId), TreeFilter.ANY_DIFF));
        walk.setRevFilter(RevFilter.NO_MERGES);
        walk.markStart(walk.parseCommit(head));
    }

    private ObjectId rootOf(ObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            return walk.parseCommit(commit).getTree().getId();
        }
    }

    private @Nullable ObjectId treeOf(ObjectId commit, String dagId) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(git, DagTree.DAGS + "/" + dagId, rootOf(commit))) {
            return walk == null || !walk.isSubtree() ? null : walk.getObjectId(0);
        }
    }

    private ObjectId requireTree(String commit, String dagId) throws IOException {
        ObjectId tree = treeOf(find(commit), requireDagId(dagId));
        if (tree == null) {
            throw PublishException.notFound("Commit " + commit + " has no dag '" + dagId + "'.");
        }
        return tree;
    }

    private ObjectId find(String commit) throws IOException {
        if (!COMMIT.matcher(commit).matches() || !git.getObjectDatabase().has(ObjectId.fromString(commit))) {
            throw PublishException.notFound("The dag repository has no such commit. Push the dag again.");
        }
        return ObjectId.fromString(commit);
    }

    private static String requireDagId(String dagId) {
        if (!DAG_ID.matcher(dagId).matches()) {
            throw PublishException.badFolder("A dag_id may hold letters, digits, '_', '-' and '.', and must not begin"
                    + " with '-' or '.'. Change the dag_id in dag.yml.");
        }
        return dagId;
    }

    private static String cleaned(String message, String dagId) {
        String clean = message.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "").strip();
        clean = clean.length() > MAX_MESSAGE ? clean.substring(0, MAX_MESSAGE) : clean;
        return clean.isEmpty() ? "Push " + dagId : clean;
    }

    private static PublishException unreadable(IOException e) {
        return PublishException.repository(
                "The dag repository cannot be read or written: " + e.getMessage()
                        + ". Look at the disk's free space and permissions, or restore it from a backup.",
                e);
    }
}
