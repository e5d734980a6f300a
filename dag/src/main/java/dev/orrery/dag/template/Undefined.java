package dev.orrery.dag.template;

import com.hubspot.jinjava.util.HasObjectTruthValue;

/**
 * The value of a name that nothing has. Only {@code default}, {@code is defined} and {@code is undefined} may meet it; a
 * render that leaves one unhandled fails, so that a typo cannot turn into an empty text.
 */
final class Undefined implements HasObjectTruthValue {
    private final TemplateException reason;
    private boolean handled;

    Undefined(TemplateException reason) {
        this.reason = reason;
    }

    void handle() {
        handled = true;
    }

    boolean isHandled() {
        return handled;
    }

    TemplateException reason() {
        return reason;
    }

    @Override
    public boolean getObjectTruthValue() {
        throw reason;
    }
}
