package dev.orrery.dag.template;

/**
 * One token of a template.
 *
 * @param line from 1
 */
record Token(Type type, String text, int line) {
    enum Type {
        /** Text between the brackets. */
        DATA,
        /** Two opening braces. */
        EXPRESSION,
        /** Two closing braces. */
        EXPRESSION_END,
        /** A brace and a percent sign. */
        STATEMENT,
        /** A percent sign and a brace. */
        STATEMENT_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(Type wanted, String wantedText) {
        return type == wanted && text.equals(wantedText);
    }

    /** What messages call it. */
    String shown() {
        return switch (type) {
            case DATA -> "text";
            case END -> "the end";
            case EXPRESSION, EXPRESSION_END, STATEMENT, STATEMENT_END, NAME, STRING, INTEGER, FLOAT, OPERATOR ->
                "'" + text + "'";
        };
    }
}
