package dev.orrery.notebook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A notebook's bytes as {@link Notebook#writeTo} gives them, cut at its cells, for who writes it again and again while it grows: a
 * part is the same object as before for as long as nobody said that its cell has changed. Whoever changes the notebook says so.
 */
public final class NotebookParts {
    /** The bytes of a part up to this length are kept; longer ones are made again when they are asked for. */
    private static final int KEPT_BYTES = 1 << 16;

    private final Notebook notebook;
    /** What stands before the cells, the cells, and what stands behind them; null where it is to be made anew. */
    private final List<@Nullable Part> parts = new ArrayList<>();

    public NotebookParts(Notebook notebook) {
        this.notebook = notebook;
    }

    /** Something stands otherwise than the last time, or everything does; cells may have come or gone. */
    public void changed() {
        parts.clear();
    }

    /** The cell at that index has changed since the last call of {@link #get}. */
    public void changed(int index) {
        if (index + 1 < parts.size()) {
            parts.set(index + 1, null);
        }
    }

    /** The document in order; good until the notebook is changed. */
    public List<Part> get() {
        ObjectNode tree = notebook.tree();
        if (!(tree.get("cells") instanceof ArrayNode cells) || cells.isEmpty()) {
            return List.of(new Part(notebook::writeTo));
        }
        if (parts.size() != cells.size() + 2) {
            parts.clear();
            while (parts.size() < cells.size() + 2) {
                parts.add(null);
            }
        }
        List<Part> all = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part == null) {
                part = make(tree, cells, i);
                parts.set(i, part);
            }
            all.add(part);
        }
        return all;
    }

    private static Part make(ObjectNode tree, ArrayNode cells, int index) {
        if (index == 0) {
            return new Part(out -> NotebookWriter.head(tree, out));
        }
        if (index == cells.size() + 1) {
            return new Part(out -> NotebookWriter.tail(tree, out));
        }
        JsonNode cell = cells.get(index - 1);
        return new Part(out -> NotebookWriter.cell((ObjectNode) cell, index == 1, out));
    }

    @FunctionalInterface
    private interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Some bytes of a document. Two parts are equal when they are the same object. */
    public static final class Part {
        private final Source source;
        private byte @Nullable [] bytes;
        private long length = -1;

        private Part(Source source) {
            this.source = source;
        }

        /** How many bytes; of a part that has been written. */
        public long length() {
            if (length < 0) {
                throw new IllegalStateException("not written yet");
            }
            return length;
        }

        public void writeTo(OutputStream out) throws IOException {
            if (bytes != null) {
                out.write(bytes);
                return;
            }
            Keeping keeping = new Keeping(out, length < 0);
            source.writeTo(keeping);
            length = keeping.length;
            bytes = keeping.kept();
        }
    }

    /** Counts what goes on to another stream, and keeps it where it is asked to and that is little. */
    private static final class Keeping extends OutputStream {
        private final OutputStream target;
        private @Nullable ByteArrayOutputStream kept;
        private long length;

        Keeping(OutputStream target, boolean keep) {
            this.target = target;
            this.kept = keep ? new ByteArrayOutputStream(512) : null;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            target.write(bytes, from, count);
            length += count;
            if (length > KEPT_BYTES) {
                kept = null;
            }
            if (kept != null) {
                kept.write(bytes, from, count);
            }
        }

        byte @Nullable [] kept() {
            return kept == null ? null : kept.toByteArray();
        }
    }
}
