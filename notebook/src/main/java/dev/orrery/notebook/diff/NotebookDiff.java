package dev.orrery.notebook.diff;

import dev.orrery.notebook.Notebook;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The difference of two notebooks: their cells matched first, then cell by cell. Time grows with the notebooks' size; two that have
 * nothing in common cost no more than two that are alike, and give a coarser difference. Read them with
 * {@link Notebook#parseAsWritten}, since ids that a reader makes up differ each time.
 */
public final class NotebookDiff {
    private final DiffOptions options;
    private final Effort effort = new Effort();
    private final ObjectDiff trees = new ObjectDiff(effort);

    private NotebookDiff(DiffOptions options) {
        this.options = options;
    }

    /** The steps from base to remote; empty when they are equal in all that is compared. */
    public static List<DiffOp> of(Notebook base, Notebook remote, DiffOptions options) {
        return new NotebookDiff(options).notebook(base.tree(), remote.tree());
    }

    /** The difference of two texts that are no notebooks, line by line. */
    public static List<DiffOp> ofTexts(String base, String remote) {
        return TextDiff.of(base, remote, new Effort());
    }

    private List<DiffOp> notebook(ObjectNode base, ObjectNode remote) {
        return ObjectDiff.of(
                base,
                remote,
                key -> !key.equals("metadata") || options.metadata(),
                (key, old, fresh) ->
                        key.equals("cells") && old instanceof ArrayNode cells && fresh instanceof ArrayNode other
                                ? new DiffOp.PatchMember(key, cells(objects(cells), objects(other)))
                                : trees.changed(key, old, fresh));
    }

    private List<DiffOp> cells(List<ObjectNode> base, List<ObjectNode> remote) {
        Matches matches = CellMatcher.match(base, remote, effort);
        return SequenceDiff.of(
                matches, remote, (i, j) -> matches.isEqual(i) ? List.of() : cell(base.get(i), remote.get(j)));
    }

    private List<DiffOp> cell(ObjectNode base, ObjectNode remote) {
        return ObjectDiff.of(base, remote, this::isCellPartCompared, (key, old, fresh) -> switch (key) {
            case "source" -> trees.text(key, old, fresh);
            case "cell_type", "id" -> new DiffOp.Replace(key, fresh);
            case "attachments" -> members(key, old, fresh, (name, was, is) -> members(name, was, is, this::mime));
            case "outputs" ->
                old instanceof ArrayNode outputs && fresh instanceof ArrayNode other
                        ? outputs(key, outputs, other)
                        : new DiffOp.Replace(key, fresh);
            default -> trees.changed(key, old, fresh);
        });
    }

    private boolean isCellPartCompared(String key) {
        return switch (key) {
            case "source" -> options.sources();
            case "outputs" -> options.outputs();
            case "attachments" -> options.attachments();
            case "metadata" -> options.metadata();
            case "id" -> options.ids();
            case "execution_count" -> options.details();
            default -> true;
        };
    }

    private DiffOp outputs(String key, ArrayNode base, ArrayNode remote) {
        List<JsonNode> others = remote.valueStream().toList();
        Matches matches = OutputMatcher.match(base.valueStream().toList(), others, effort);
        return new DiffOp.PatchMember(
                key,
                SequenceDiff.of(
                        matches,
                        others,
                        (i, j) -> base.get(i) instanceof ObjectNode old && remote.get(j) instanceof ObjectNode fresh
                                ? output(old, fresh)
                                : List.of()));
    }

    private List<DiffOp> output(ObjectNode base, ObjectNode remote) {
        return ObjectDiff.of(
                base,
                remote,
                key -> switch (key) {
                    case "metadata" -> options.metadata();
                    case "execution_count" -> options.details();
                    default -> true;
                },
                (key, old, fresh) -> switch (key) {
                    case "text" -> trees.text(key, old, fresh);
                    case "data" -> members(key, old, fresh, this::mime);
                    default -> trees.changed(key, old, fresh);
                });
    }

    /** Text is compared by lines; of an image it is of no use to know which of its characters changed. */
    private DiffOp mime(String mime, JsonNode base, JsonNode remote) {
        return MimeTypes.isText(mime) || !base.isString()
                ? trees.changed(mime, base, remote)
                : new DiffOp.Replace(mime, remote);
    }

    private static DiffOp members(String key, JsonNode base, JsonNode remote, ObjectDiff.Members members) {
        return base instanceof ObjectNode old && remote instanceof ObjectNode fresh
                ? new DiffOp.PatchMember(key, ObjectDiff.of(old, fresh, name -> true, members))
                : new DiffOp.Replace(key, remote);
    }

    private static List<ObjectNode> objects(ArrayNode array) {
        List<ObjectNode> objects = new ArrayList<>(array.size());
        array.forEach(each -> objects.add((ObjectNode) each));
        return objects;
    }

    /** Which kinds of data are text to a person. */
    public static final class MimeTypes {
        private static final Set<String> TEXTS = Set.of(
                "application/javascript",
                "application/json",
                "application/xml",
                "application/x-latex",
                "image/svg+xml");

        private MimeTypes() {}

        public static boolean isText(String mime) {
            return mime.startsWith("text/") || TEXTS.contains(mime) || mime.endsWith("+json") || mime.endsWith("+xml");
        }
    }
}
