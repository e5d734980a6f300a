package dev.orrery.identity.audit;

/** How it ended. */
public enum AuditResult {
    DONE("done"),
    /** Refused, or came to nothing; what it may have done before stands in an entry of its own. */
    REFUSED("refused"),
    /** The platform's own fault. */
    FAILED("failed");

    private final String text;

    AuditResult(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    static AuditResult of(String text) {
        for (AuditResult result : values()) {
            if (result.text.equals(text)) {
                return result;
            }
        }
        throw new IllegalArgumentException("no result '" + text + "'");
    }
}
