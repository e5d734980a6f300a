package dev.orrery.dag.template;

/** A template asks for what is not known before its task starts; up to there nothing is wrong with it. */
public final class OnlyAtRunTime extends TemplateException {
    private static final long serialVersionUID = 1L;

    /** @param what as the subject of a sentence */
    public OnlyAtRunTime(String what) {
        super(what + " is known only when the task starts", "Look at the run's parameters once it has started.");
    }
}
