package dev.orrery.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A dag's files, out of git. A path is checked again here: a commit may have come another way than through {@link Folder}. */
final class DagFiles {

    private DagFiles() {}

    static Folder read(ObjectReader reader, ObjectId tree) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        each(reader, tree, files::put);
        return Folder.of(files);
    }

    static void write(ObjectReader reader, ObjectId tree, Path into) throws IOException {
        Files.createDirectories(into);
        each(reader, tree, (path, content) -> {
            Path file = into.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        });
    }

    private static void each(ObjectReader reader, ObjectId tree, Taker taker) throws IOException {
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                String path = FolderPath.require(walk.getPathString());
                FileMode mode = walk.getFileMode(0);
                if (!FileMode.REGULAR_FILE.equals(mode) && !FileMode.EXECUTABLE_FILE.equals(mode)) {
                    throw PublishException.badFolder("'" + path + "' is a link. Put the file itself in its place.");
                }
                taker.take(path, reader.open(walk.getObjectId(0)).getCachedBytes(Math.toIntExact(Folder.MAX_BYTES)));
            }
        }
    }

    private interface Taker {
        void take(String path, byte[] content) throws IOException;
    }
}
