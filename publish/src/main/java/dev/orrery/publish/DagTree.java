package dev.orrery.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/** Git's tree of the repository with one dag's folder put in the place of the one before; the other dags' trees are not read. */
final class DagTree {
    static final String DAGS = "dags";

    private final ObjectReader reader;
    private final ObjectInserter inserter;

    DagTree(ObjectReader reader, ObjectInserter inserter) {
        this.reader = reader;
        this.inserter = inserter;
    }

    /** The tree of a dag's files alone. */
    ObjectId of(Folder folder) throws IOException {
        DirCache cache = DirCache.newInCore();
        DirCacheBuilder builder = cache.builder();
        for (Map.Entry<String, byte[]> file : folder.files().entrySet()) {
            DirCacheEntry entry = new DirCacheEntry(file.getKey().getBytes(StandardCharsets.UTF_8));
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue()));
            builder.add(entry);
        }
        builder.finish();
        return cache.writeTree(inserter);
    }

    /** The whole repository's tree {@code root} (null: an empty one), with {@code dag} as {@code dags/DAG_ID}. */
    ObjectId with(@Nullable ObjectId root, String dagId, ObjectId dag) throws IOException {
        SortedMap<byte[], Entry> top = entries(root);
        Entry dags = top.get(key(DAGS));
        SortedMap<byte[], Entry> below = entries(dags == null ? null : dags.id());
        below.put(key(dagId), new Entry(dagId, FileMode.TREE, dag));
        top.put(key(DAGS), new Entry(DAGS, FileMode.TREE, write(below)));
        return write(top);
    }

    private ObjectId write(SortedMap<byte[], Entry> entries) throws IOException {
        TreeFormatter tree = new TreeFormatter();
        for (Entry entry : entries.values()) {
            tree.append(entry.name(), entry.mode(), entry.id());
        }
        return inserter.insert(tree);
    }

    private SortedMap<byte[], Entry> entries(@Nullable ObjectId tree) throws IOException {
        SortedMap<byte[], Entry> entries = new TreeMap<>(Arrays::compareUnsigned);
        if (tree == null) {
            return entries;
        }
        CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, tree);
        for (; !parser.eof(); parser.next()) {
            String name = parser.getEntryPathString();
            boolean folder = FileMode.TREE.equals(parser.getEntryRawMode());
            entries.put(
                    folder ? key(name) : name.getBytes(StandardCharsets.UTF_8),
                    new Entry(name, parser.getEntryFileMode(), parser.getEntryObjectId()));
        }
        return entries;
    }

    /** Git sorts a folder as if its name ended with a slash. */
    private static byte[] key(String folder) {
        return (folder + "/").getBytes(StandardCharsets.UTF_8);
    }

    private record Entry(String name, FileMode mode, ObjectId id) {}
}
