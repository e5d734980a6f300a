package dev.orrery.publish;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.diff.DiffOp;
import dev.orrery.notebook.diff.DiffOptions;
import dev.orrery.notebook.diff.NotebookDiff;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A cell that differs, or a number of neighbours that do not.
 *
 * @param change what became of it: {@code same}, {@code added}, {@code removed} or changed, by that word
 * @param count how many cells this is: 1 but for {@code same}
 * @param type nbformat's cell type, of one cell
 * @param before its number in the old notebook, from 1; of several that of the first
 * @param after its number in the new notebook, from 1; of several that of the first
 * @param lines its source, where that differs
 * @param also what else of it differs, in nbformat's words, such as {@code outputs}
 */
record CellDiff(
        String change,
        int count,
        @Nullable String type,
        @Nullable Integer before,
        @Nullable Integer after,
        List<DiffLine> lines,
        List<String> also) {
    /** Ids and execution counts change by themselves. */
    private static final DiffOptions COMPARED = new DiffOptions(true, true, true, true, false, false);

    static FileDiff.Cells of(Notebook old, Notebook fresh, DiffLine.Budget budget) {
        List<CellDiff> cells = List.of();
        List<String> also = new ArrayList<>();
        for (DiffOp op : NotebookDiff.of(old, fresh, COMPARED)) {
            if (op instanceof DiffOp.PatchMember patch && patch.key().equals("cells")) {
                cells = new Walk(old.cells(), budget).through(patch.diff());
            } else if (op instanceof DiffOp.OnObject member) {
                also.add(member.key());
            }
        }
        return new FileDiff.Cells(cells, also);
    }

    /** Goes through the old notebook's cells along the steps to the new one's. */
    private static final class Walk {
        private final List<Cell> base;
        private final DiffLine.Budget budget;
        private final List<CellDiff> found = new ArrayList<>();
        private int before = 1;
        private int after = 1;

        Walk(List<Cell> base, DiffLine.Budget budget) {
            this.base = base;
            this.budget = budget;
        }

        List<CellDiff> through(List<DiffOp> diff) {
            for (DiffOp op : diff) {
                if (op instanceof DiffOp.OnSequence step) {
                    same(step.key() + 1 - before);
                    take(step);
                }
            }
            same(base.size() + 1 - before);
            return found;
        }

        private void same(int count) {
            if (count > 0) {
                found.add(new CellDiff("same", count, null, before, after, List.of(), List.of()));
                before += count;
                after += count;
            }
        }

        private void take(DiffOp.OnSequence step) {
            switch (step) {
                case DiffOp.AddRange add ->
                    add.values().forEach(cell -> {
                        String source = cell.path("source").asString("");
                        found.add(whole("added", cell, null, after++, lines("", NotebookDiff.ofTexts("", source))));
                    });
                case DiffOp.RemoveRange remove -> {
                    for (int i = 0; i < remove.length(); i++) {
                        JsonNode cell = base.get(before - 1).tree();
                        String source = cell.path("source").asString("");
                        found.add(whole(
                                "removed", cell, before++, null, lines(source, NotebookDiff.ofTexts(source, ""))));
                    }
                }
                case DiffOp.PatchItem patch -> changed(base.get(before - 1).tree(), patch.diff());
                case DiffOp.AddText _ -> throw new IllegalStateException("no text among cells");
            }
        }

        private void changed(JsonNode cell, List<DiffOp> diff) {
            List<DiffLine> lines = List.of();
            List<String> also = new ArrayList<>();
            for (DiffOp op : diff) {
                if (op instanceof DiffOp.PatchMember patch && patch.key().equals("source")) {
                    lines = lines(cell.path("source").asString(""), patch.diff());
                } else if (op instanceof DiffOp.OnObject member) {
                    also.add(member.key());
                }
            }
            found.add(
                    new CellDiff("changed", 1, cell.path("cell_type").asString("raw"), before++, after++, lines, also));
        }

        private List<DiffLine> lines(String base, List<DiffOp> diff) {
            return DiffLine.of(base, diff, budget);
        }

        private static CellDiff whole(
                String change, JsonNode cell, @Nullable Integer before, @Nullable Integer after, List<DiffLine> lines) {
            return new CellDiff(change, 1, cell.path("cell_type").asString("raw"), before, after, lines, List.of());
        }
    }
}
