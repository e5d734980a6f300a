package dev.orrery.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What became of one file from one version to another. */
record FileChange(String path, Kind change) {
    enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /** The files that are not the same in both, in order. */
    static List<FileChange> of(Folder old, Folder fresh) {
        TreeSet<String> paths = new TreeSet<>(old.paths());
        paths.addAll(fresh.paths());
        List<FileChange> changes = new ArrayList<>();
        for (String path : paths) {
            byte @Nullable [] before = old.files().get(path);
            byte @Nullable [] after = fresh.files().get(path);
            if (before == null) {
                changes.add(new FileChange(path, Kind.ADDED));
            } else if (after == null) {
                changes.add(new FileChange(path, Kind.REMOVED));
            } else if (!Arrays.equals(before, after)) {
                changes.add(new FileChange(path, Kind.CHANGED));
            }
        }
        return changes;
    }
}
