package dev.orrery.runner;

import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.diff.DiffOp;
import dev.orrery.runner.DiffPaper.Ink;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A difference as a person reads it: cell by cell, sources as lines, outputs and metadata in a few words. */
final class DiffView {
    private final DiffPaper paper;
    private final DiffCellView cells;
    private final DiffTreeView trees;

    DiffView(DiffPaper paper, int context) {
        this.paper = paper;
        this.trees = new DiffTreeView(paper, context);
        this.cells = new DiffCellView(paper, trees, context);
    }

    /** Writes nothing where there is no difference. */
    void write(String oldName, String newName, Notebook base, List<DiffOp> diff) {
        if (diff.isEmpty()) {
            return;
        }
        paper.line(Ink.TITLE, "--- " + oldName);
        paper.line(Ink.TITLE, "+++ " + newName);
        List<DiffOp> rest = new ArrayList<>();
        for (DiffOp op : diff) {
            if (op instanceof DiffOp.PatchMember patch && patch.key().equals("cells")) {
                cells(base, patch.diff());
            } else {
                rest.add(op);
            }
        }
        if (!rest.isEmpty()) {
            paper.line(Ink.TITLE, "notebook");
            rest.forEach(op -> trees.member("  ", "", base.tree(), op));
        }
    }

    private void cells(Notebook base, List<DiffOp> diff) {
        int shift = 0;
        for (DiffOp op : diff) {
            if (!(op instanceof DiffOp.OnSequence step)) {
                continue;
            }
            int at = step.key();
            switch (step) {
                case DiffOp.AddRange add -> {
                    for (JsonNode cell : add.values()) {
                        cells.whole('+', at + ++shift, cell);
                    }
                }
                case DiffOp.RemoveRange remove -> {
                    for (int i = 0; i < remove.length(); i++) {
                        cells.whole('-', at + i + 1, base.cells().get(at + i).tree());
                    }
                    shift -= remove.length();
                }
                case DiffOp.PatchItem patch ->
                    cells.changed(at + 1, at + 1 + shift, base.cells().get(at).tree(), patch.diff());
                case DiffOp.AddText text -> throw new IllegalStateException("no text among cells");
            }
        }
    }
}
