package dev.orrery.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** What the commits of a git repository hold: which dags, their folders' trees, and who changed them when. Changes nothing. */
final class DagHistory {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern DAG_ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,249}");

    private final Repository git;

    DagHistory(Repository git) {
        this.git = git;
    }

    static String requireDagId(String dagId) {
        if (!DAG_ID.matcher(dagId).matches()) {
            throw PublishException.badFolder("A dag_id may hold letters, digits, '_', '-' and '.', and must not begin"
                    + " with '-' or '.'. Change the dag_id in dag.yml.");
        }
        return dagId;
    }

    /** A commit by its 40 hexadecimal digits; {@link PublishException} where there is none. */
    ObjectId commit(String digits) throws IOException {
        if (!COMMIT.matcher(digits).matches() || !git.getObjectDatabase().has(ObjectId.fromString(digits))) {
            throw PublishException.notFound("The dag repository has no such commit. Push the dag again.");
        }
        return ObjectId.fromString(digits);
    }

    /** The tree of all of the repository at a commit. */
    ObjectId root(ObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            return walk.parseCommit(commit).getTree().getId();
        }
    }

    /** The tree of a dag's folder at a commit; empty where the commit does not have the dag. */
    Optional<ObjectId> folder(ObjectId commit, String dagId) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(git, path(dagId), root(commit))) {
            return walk == null || !walk.isSubtree() ? Optional.empty() : Optional.of(walk.getObjectId(0));
        }
    }

    /** As {@link #folder}; {@link PublishException} where there is none. */
    ObjectId requireFolder(String commit, String dagId) throws IOException {
        return folder(commit(commit), requireDagId(dagId))
                .orElseThrow(() -> PublishException.notFound("Commit " + commit + " has no dag '" + dagId + "'."));
    }

    /** The ids of the dags at a commit, in order. */
    List<String> dagIds(ObjectId commit) throws IOException {
        try (TreeWalk walk = new TreeWalk(git)) {
            List<String> ids = new ArrayList<>();
            walk.addTree(root(commit));
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
        }
    }

    /** The commits, from this one back, that changed a dag's folder, at most so many. */
    List<DagVersion> versions(ObjectId from, String dagId, int most) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            walk.setTreeFilter(AndTreeFilter.create(PathFilter.create(path(dagId)), TreeFilter.ANY_DIFF));
            walk.setRevFilter(RevFilter.NO_MERGES);
            walk.markStart(walk.parseCommit(from));
            List<DagVersion> versions = new ArrayList<>();
            while (versions.size() < most) {
                RevCommit commit = walk.next();
                if (commit == null) {
                    break;
                }
                walk.parseBody(commit);
                PersonIdent author = commit.getAuthorIdent();
                versions.add(new DagVersion(
                        commit.name(), author.getName(), commit.getFullMessage(), author.getWhenAsInstant()));
            }
            return List.copyOf(versions);
        }
    }

    /** The last commit, from this one back, that changed a dag's folder, which this one has. */
    Committed lastChange(ObjectId from, String dagId) throws IOException {
        List<DagVersion> last = versions(from, dagId, 1);
        if (last.isEmpty()) {
            throw new IOException("no commit made " + path(dagId));
        }
        return new Committed(last.getFirst().commit(), last.getFirst().author(), false);
    }

    private static String path(String dagId) {
        return DagTree.DAGS + "/" + dagId;
    }
}
