package dev.orrery.notebook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One nbformat 4.5 document over a Jackson tree. What is not known is kept. Older documents are upgraded when read.
 * Not safe for use by several threads at once. The format: https://nbformat.readthedocs.io.
 */
public final class Notebook {
    private final ObjectNode tree;
    private final ArrayNode cells;
    private final List<String> warnings;

    Notebook(ObjectNode tree, ArrayNode cells, List<String> warnings) {
        this.tree = tree;
        this.cells = cells;
        this.warnings = List.copyOf(warnings);
    }

    /** Reads a notebook of any version from 1 to 4.x; throws {@link NotebookException}, with the line where it can tell. */
    public static Notebook parse(String json) {
        return NotebookReader.read(NotebookJson.read(json));
    }

    /**
     * Reads a notebook for comparing: a document of version 4 keeps its minor version and its ids, or that it has none; an older one is
     * upgraded, and gets no ids. Throws {@link NotebookException}, as {@link #parse}.
     */
    public static Notebook parseAsWritten(String json) {
        return NotebookReader.readAsWritten(NotebookJson.read(json));
    }

    /** {@link #parseAsWritten} of a UTF-8 file; the exception's message names the file. */
    public static Notebook readAsWritten(Path file) {
        return read(file, Notebook::parseAsWritten);
    }

    /** {@link #parse} of a UTF-8 file; the exception's message names the file. */
    public static Notebook read(Path file) {
        return read(file, Notebook::parse);
    }

    private static Notebook read(Path file, Function<String, Notebook> parser) {
        String json;
        try {
            json = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw unreadable("There is no notebook " + file + ". Check the path.", e);
        } catch (CharacterCodingException e) {
            throw unreadable("The notebook " + file + " is not UTF-8. Save it as UTF-8.", e);
        } catch (IOException e) {
            throw unreadable(
                    Files.isDirectory(file)
                            ? file + " is a folder. Give the path of a notebook."
                            : "Cannot read the notebook " + file + ": " + e + ". May you read it?",
                    e);
        }
        try {
            return parser.apply(json);
        } catch (NotebookException e) {
            throw new NotebookException(e.code(), file + ": " + e.getMessage(), e.line(), e);
        }
    }

    private static NotebookException unreadable(String message, IOException cause) {
        return new NotebookException(NotebookException.Code.NOT_READABLE, message, null, cause);
    }

    /** A notebook with no cells and no kernel. */
    public static Notebook empty() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ArrayNode cells = tree.putArray("cells");
        tree.putObject("metadata");
        tree.put("nbformat", 4);
        tree.put("nbformat_minor", 5);
        return new Notebook(tree, cells, List.of());
    }

    /** nbformat's text: indent 1, sorted keys, split lines, no line end after the last brace. Encode as UTF-8, or see {@link #writeTo}. */
    public String write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try {
            writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes every byte", e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** {@link #write} as UTF-8, in constant memory. The stream is neither flushed nor closed. */
    public void writeTo(OutputStream stream) throws IOException {
        NotebookWriter.write(tree, stream);
    }

    /** What was mended while reading: an id that was missing or stood twice. */
    public List<String> warnings() {
        return warnings;
    }

    /** Where the document departs from nbformat's schema as it stands now: sentences, at most ten. It can be used all the same. */
    public List<String> problems() {
        return NotebookCheck.problems(tree);
    }

    /** The document's tree, live. */
    public ObjectNode tree() {
        return tree;
    }

    /** The notebook's metadata, live. */
    public ObjectNode metadata() {
        return Trees.object(tree, "metadata");
    }

    /** The cells in order: a live view, read-only; insert and remove through the methods here. */
    public List<Cell> cells() {
        return new AbstractList<>() {
            @Override
            public Cell get(int index) {
                return new Cell((ObjectNode) cells.get(index));
            }

            @Override
            public int size() {
                return cells.size();
            }
        };
    }

    /** Puts a cell before the one that stands at that index now. */
    public Notebook insert(int index, Cell cell) {
        if (index < 0 || index > cells.size()) {
            throw new IndexOutOfBoundsException("No place " + index + " among " + cells.size() + " cells");
        }
        cells.insert(index, cell.tree());
        return this;
    }

    /** Takes the cell at that index out. */
    public Cell remove(int index) {
        Cell cell = cells().get(index);
        cells.remove(index);
        return cell;
    }

    /** Takes every cell with that tag out. */
    public void removeTagged(String tag) {
        cells.removeIf(cell -> cell instanceof ObjectNode object && new Cell(object).hasTag(tag));
    }

    /** The index of the first cell with that tag, or -1. */
    public int indexOfTag(String tag) {
        List<Cell> all = cells();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).hasTag(tag)) {
                return i;
            }
        }
        return -1;
    }

    /** A copy that shares nothing with this. */
    public Notebook copy() {
        ObjectNode copy = tree.deepCopy();
        return new Notebook(copy, (ArrayNode) copy.path("cells"), new ArrayList<>(warnings));
    }

    /** The kernel that the notebook asks for: {@code metadata.kernelspec.name}. */
    public Optional<String> kernelName() {
        return text("kernelspec", "name");
    }

    /** The programming language: {@code language_info.name}, else {@code kernelspec.language}. */
    public Optional<String> language() {
        return text("language_info", "name").or(() -> text("kernelspec", "language"));
    }

    private Optional<String> text(String object, String key) {
        JsonNode node = tree.path("metadata").path(object).path(key);
        return node.isString() && !node.stringValue().isEmpty() ? Optional.of(node.stringValue()) : Optional.empty();
    }
}
