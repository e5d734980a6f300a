package dev.orrery.runner;

/** What the view of a difference is written on: lines, in colours or without. Everything that is not a word of our own is made visible. */
final class DiffPaper {
    /** How a piece of text is shown: the numbers of ISO 6429's "select graphic rendition". */
    enum Ink {
        PLAIN(""),
        TITLE("1"),
        PLACE("36"),
        OLD("31"),
        NEW("32"),
        OLD_WORD("7;31"),
        NEW_WORD("7;32");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }

    private final StringBuilder out = new StringBuilder();
    private final boolean colours;

    DiffPaper(boolean colours) {
        this.colours = colours;
    }

    DiffPaper ink(Ink ink, String text) {
        if (text.isEmpty()) {
            return this;
        }
        boolean coloured = colours && ink != Ink.PLAIN;
        if (coloured) {
            out.append("\u001b[").append(ink.code).append('m');
        }
        out.append(VisibleText.of(text));
        if (coloured) {
            out.append("\u001b[m");
        }
        return this;
    }

    void end() {
        out.append('\n');
    }

    void line(Ink ink, String text) {
        ink(ink, text).end();
    }

    boolean isEmpty() {
        return out.isEmpty();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
