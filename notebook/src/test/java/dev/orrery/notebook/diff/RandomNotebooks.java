package dev.orrery.notebook.diff;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Notebooks with a bit of everything, and edits of them, from a seed. */
final class RandomNotebooks {
    private static final List<String> WORDS = List.of(
            "x", "y", "frame", "import", "=", "(", ")", "1", "23", "é", "😀", "\ud83d", "\t", "#", "print", "\u0085",
            "\r", "日本");

    private final Random random;

    RandomNotebooks(long seed) {
        this.random = new Random(seed);
    }

    Notebook notebook(int cells) {
        Notebook notebook = Notebook.empty();
        for (int i = 0; i < cells; i++) {
            notebook.insert(i, cell());
        }
        return notebook;
    }

    Cell cell() {
        if (random.nextInt(4) == 0) {
            return Cell.markdown(text());
        }
        Cell cell = Cell.code(text());
        for (int i = random.nextInt(3); i > 0; i--) {
            output(cell.outputs());
        }
        cell.setExecutionCount(random.nextInt(5));
        if (random.nextBoolean()) {
            cell.tree().remove("id");
        }
        return cell;
    }

    private void output(ArrayNode outputs) {
        ObjectNode output = outputs.addObject();
        switch (random.nextInt(3)) {
            case 0 -> output.put("output_type", "stream").put("name", "stdout").put("text", text());
            case 1 -> {
                output.put("output_type", "error").put("ename", "E").put("evalue", word());
                output.putArray("traceback").add(text()).add(text());
            }
            default -> {
                output.put("output_type", "execute_result").put("execution_count", random.nextInt(9));
                output.putObject("metadata").put("width", random.nextDouble());
                ObjectNode data =
                        output.putObject("data").put("text/plain", text()).put("image/png", "iVBO" + text());
                data.putObject("application/json")
                        .put("a", word())
                        .putArray("list")
                        .add(1)
                        .add(word())
                        .addObject();
            }
        }
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append(word()).append(random.nextInt(4) == 0 ? "\n" : " ");
        }
        return text.toString();
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    /** A copy with so many edits: cells put in, taken out, moved, rewritten, and small changes inside of them. */
    Notebook edited(Notebook original, int edits) {
        Notebook notebook = original.copy();
        for (int i = 0; i < edits; i++) {
            int size = notebook.cells().size();
            int at = random.nextInt(size + 1);
            if (at == size || random.nextInt(5) == 0) {
                notebook.insert(at, cell());
            } else if (random.nextInt(5) == 0) {
                notebook.remove(at);
            } else if (random.nextInt(5) == 0) {
                notebook.insert(random.nextInt(size), notebook.remove(at));
            } else {
                edit(notebook, notebook.cells().get(at));
            }
        }
        return notebook;
    }

    private void edit(Notebook notebook, Cell cell) {
        switch (random.nextInt(8)) {
            case 0 -> cell.setSource(text());
            case 1 -> cell.setTags(List.of(word(), word()));
            case 2 ->
                notebook.metadata().putObject("kernelspec").put("name", word()).put("title", text());
            case 3 -> cell.tree().put("id", word());
            case 4 -> cell.tree().putObject("attachments").putObject("a.png").put("image/png", text());
            case 5 -> {
                if (cell.isCode()) {
                    output(cell.outputs());
                }
            }
            case 6 -> cell.metadata().put(word(), random.nextInt()).putNull(word());
            default -> {
                String source = cell.source();
                int cut = random.nextInt(source.length() + 1);
                cell.setSource(source.substring(0, cut) + word() + source.substring(cut));
            }
        }
    }
}
