package dev.orrery.runner;

import dev.orrery.notebook.NotebookJson;
import dev.orrery.notebook.diff.DiffOp;
import dev.orrery.notebook.diff.Patch;
import dev.orrery.runner.DiffPaper.Ink;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Metadata and other JSON: one line for each value that changed, with the way to it. */
final class DiffTreeView {
    private static final int LONGEST_VALUE = 100;
    private static final Pattern LINE_END = Pattern.compile("\n *");

    private final DiffPaper paper;
    private final DiffTextView texts;

    DiffTreeView(DiffPaper paper, int context) {
        this.paper = paper;
        this.texts = new DiffTextView(paper, context);
    }

    /** @param path of the object, with a dot behind; empty for the outermost */
    void member(String indent, String path, JsonNode base, DiffOp op) {
        if (!(op instanceof DiffOp.OnObject member)) {
            return;
        }
        String name = path + member.key();
        JsonNode old = base.path(member.key());
        switch (member) {
            case DiffOp.Add add -> paper.line(Ink.NEW, indent + "+ " + name + ": " + value(add.value()));
            case DiffOp.Remove remove -> paper.line(Ink.OLD, indent + "- " + name + ": " + value(old));
            case DiffOp.Replace replace -> change(indent, name, old, replace.value());
            case DiffOp.PatchMember patch -> {
                if (old.isObject()) {
                    patch.diff().forEach(each -> member(indent, name + ".", old, each));
                } else if (old.isString() && old.stringValue().contains("\n")) {
                    paper.line(Ink.PLAIN, indent + name);
                    texts.write(indent, old.stringValue(), patch.diff(), Integer.MAX_VALUE);
                } else {
                    change(indent, name, old, Patch.apply(old, patch.diff()));
                }
            }
        }
    }

    private void change(String indent, String name, JsonNode old, JsonNode fresh) {
        paper.ink(Ink.PLAIN, indent + name + ": ").ink(Ink.OLD, value(old)).ink(Ink.PLAIN, " -> ");
        paper.line(Ink.NEW, value(fresh));
    }

    private static String value(JsonNode value) {
        String text = LINE_END.matcher(NotebookJson.write(value)).replaceAll(" ");
        return text.length() <= LONGEST_VALUE
                ? text
                : text.substring(0, LONGEST_VALUE) + " ...(" + OutputSummary.bytes(text.length()) + ")";
    }
}
