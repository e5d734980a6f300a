package dev.orrery.dag.template;

/**
 * The value of a name that nothing has. Only {@code default}, {@code is defined} and the like may meet it; whatever else uses
 * it fails, so that a typo cannot turn into an empty text.
 *
 * @param reason what to throw then
 */
record Undefined(TemplateException reason) {
    /** The value, where it is one. */
    static <T extends @org.jspecify.annotations.Nullable Object> T checked(T value) {
        if (value instanceof Undefined undefined) {
            throw undefined.reason;
        }
        return value;
    }
}
