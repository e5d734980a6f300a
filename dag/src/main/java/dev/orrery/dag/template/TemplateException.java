package dev.orrery.dag.template;

import dev.orrery.dag.DagException;

/** A template that cannot be rendered. */
public class TemplateException extends DagException {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message, String remedy) {
        super(message, remedy);
    }
}
