package dev.orrery.runner;

import dev.orrery.notebook.PythonText;
import dev.orrery.notebook.diff.DiffOp;
import dev.orrery.notebook.diff.Patch;
import dev.orrery.notebook.diff.TextRow;
import dev.orrery.runner.DiffPaper.Ink;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One cell's part of the view. */
final class DiffCellView {
    /** Changed lines of one output; what is longer is cut. */
    private static final int OUTPUT_LINES = 40;

    private static final String INDENT = "  ";

    private final DiffPaper paper;
    private final DiffTreeView trees;
    private final DiffTextView texts;

    DiffCellView(DiffPaper paper, DiffTreeView trees, int context) {
        this.paper = paper;
        this.trees = trees;
        this.texts = new DiffTextView(paper, context);
    }

    /** A cell that came or went. */
    void whole(char sign, int number, JsonNode cell) {
        Ink ink = ink(sign);
        paper.line(ink, "cell " + number + title(cell) + (sign == '+' ? ", added" : ", removed"));
        for (String line : PythonText.splitLines(cell.path("source").asString(""))) {
            DiffRow.write(TextRow.of(kind(sign), line), paper, INDENT);
        }
        for (JsonNode output : cell.path("outputs")) {
            paper.line(ink, INDENT + sign + " [output: " + OutputSummary.of(output) + "]");
        }
    }

    /** A cell that changed. Cells are counted from 1. */
    void changed(int oldNumber, int newNumber, JsonNode cell, List<DiffOp> diff) {
        String number = oldNumber == newNumber ? "cell " + oldNumber : "cell " + oldNumber + " -> " + newNumber;
        paper.line(Ink.TITLE, number + title(cell) + ", changed");
        // What a reader looks for first comes first.
        diff.stream().filter(op -> isKey(op, "source")).forEach(op -> part(cell, op));
        diff.stream().filter(op -> isKey(op, "outputs")).forEach(op -> part(cell, op));
        diff.stream()
                .filter(op -> !isKey(op, "source") && !isKey(op, "outputs"))
                .forEach(op -> part(cell, op));
    }

    private static boolean isKey(DiffOp op, String key) {
        return op instanceof DiffOp.OnObject member && member.key().equals(key);
    }

    private static String title(JsonNode cell) {
        String id = cell.path("id").asString("");
        return " (" + cell.path("cell_type").asString("?") + (id.isEmpty() ? "" : " " + id) + ")";
    }

    private void part(JsonNode cell, DiffOp op) {
        if (op instanceof DiffOp.PatchMember patch && patch.key().equals("source")) {
            texts.write(INDENT, cell.path("source").asString(""), patch.diff(), Integer.MAX_VALUE);
        } else if (op instanceof DiffOp.PatchMember patch && patch.key().equals("outputs")) {
            outputs(cell.path("outputs"), patch.diff());
        } else {
            trees.member(INDENT, "", cell, op);
        }
    }

    private void outputs(JsonNode base, List<DiffOp> diff) {
        int shift = 0;
        for (DiffOp op : diff) {
            if (!(op instanceof DiffOp.OnSequence step)) {
                continue;
            }
            int at = step.key();
            switch (step) {
                case DiffOp.AddRange add -> {
                    for (JsonNode output : add.values()) {
                        wholeOutput('+', at + ++shift, output);
                    }
                }
                case DiffOp.RemoveRange remove -> {
                    for (int i = at; i < at + remove.length(); i++) {
                        wholeOutput('-', i + 1, base.get(i));
                    }
                    shift -= remove.length();
                }
                case DiffOp.PatchItem patch -> {
                    JsonNode output = base.get(at);
                    paper.line(
                            Ink.PLAIN,
                            INDENT + "output " + (at + 1) + ": " + OutputSummary.of(Patch.apply(output, patch.diff()))
                                    + ", changed");
                    patch.diff().forEach(each -> output(output, each));
                }
                case DiffOp.AddText text -> throw new IllegalStateException("no text among outputs");
            }
        }
    }

    private void wholeOutput(char sign, int number, JsonNode output) {
        paper.line(ink(sign), INDENT + sign + " output " + number + ": " + OutputSummary.of(output));
    }

    private void output(JsonNode output, DiffOp op) {
        String indent = INDENT + INDENT;
        if (op instanceof DiffOp.PatchMember patch && patch.key().equals("text")) {
            texts.write(indent, output.path("text").asString(""), patch.diff(), OUTPUT_LINES);
        } else if (op instanceof DiffOp.PatchMember patch && patch.key().equals("data")) {
            patch.diff().forEach(each -> data(indent, output.path("data"), each));
        } else {
            trees.member(indent, "", output, op);
        }
    }

    private void data(String indent, JsonNode bundle, DiffOp op) {
        if (!(op instanceof DiffOp.OnObject member)) {
            return;
        }
        String mime = member.key();
        JsonNode old = bundle.path(mime);
        switch (member) {
            case DiffOp.Add add -> paper.line(Ink.NEW, indent + "+ " + OutputSummary.data(mime, add.value()));
            case DiffOp.Remove remove -> paper.line(Ink.OLD, indent + "- " + OutputSummary.data(mime, old));
            case DiffOp.Replace replace -> {
                if (isShort(old) && isShort(replace.value())) {
                    paper.line(Ink.PLAIN, indent + mime);
                    DiffRow.write(TextRow.of(TextRow.Kind.OLD, old.stringValue()), paper, indent);
                    DiffRow.write(TextRow.of(TextRow.Kind.NEW, replace.value().stringValue()), paper, indent);
                } else {
                    String was = OutputSummary.size(mime, old);
                    String is = OutputSummary.size(mime, replace.value());
                    paper.line(
                            Ink.PLAIN, indent + mime + ", " + (was.equals(is) ? was : was + " -> " + is) + ", changed");
                }
            }
            case DiffOp.PatchMember patch -> {
                paper.line(Ink.PLAIN, indent + mime);
                if (old.isString()) {
                    texts.write(indent, old.stringValue(), patch.diff(), OUTPUT_LINES);
                } else {
                    patch.diff().forEach(each -> trees.member(indent, "", old, each));
                }
            }
        }
    }

    private static boolean isShort(JsonNode value) {
        return value.isString()
                && value.stringValue().length() < 80
                && !value.stringValue().contains("\n");
    }

    private static TextRow.Kind kind(char sign) {
        return sign == '+' ? TextRow.Kind.NEW : TextRow.Kind.OLD;
    }

    private static Ink ink(char sign) {
        return sign == '+' ? Ink.NEW : Ink.OLD;
    }
}
