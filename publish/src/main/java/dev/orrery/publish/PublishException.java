package dev.orrery.publish;

import dev.orrery.http.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that the dag repository refuses or cannot do. The message says what happened and what to do next. */
public final class PublishException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private PublishException(int status, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
    }

    /** A folder that must not be taken: an unsafe path, or too much of it. */
    static PublishException badFolder(String message) {
        return new PublishException(400, "bad-folder", message, null);
    }

    static PublishException tooLarge(String message) {
        return new PublishException(413, "folder-too-large", message, null);
    }

    /** A commit or a dag that the repository does not have. */
    static PublishException notFound(String message) {
        return new PublishException(404, "not-in-repository", message, null);
    }

    /** The repository on disk cannot be read or written. */
    static PublishException repository(String message, @Nullable Throwable cause) {
        return new PublishException(500, "repository", message, cause);
    }

    /** The files are committed, but the scheduler did not take them. */
    static PublishException notDeployed(String message, Throwable cause) {
        return new PublishException(500, "not-deployed", message, cause);
    }

    /** Stable, in kebab case. */
    public String code() {
        return code;
    }

    /** This error as the API tells it. */
    public Problem problem() {
        return new Problem(status, code, String.valueOf(getMessage()), Map.of());
    }
}
