package dev.orrery.runner;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Files that are not on this machine, named by an address: which kinds there are, and with how much patience they are reached. */
final class RemoteFiles {
    /** How many seconds a store that is away is waited for, in place of the two values below. */
    static final String PATIENCE = "ORRERY_STORE_PATIENCE_SECONDS";

    private static final long SECONDS_BEFORE_THE_RUN = 30;
    private static final long SECONDS_AFTER_THE_RUN = 300;

    /** What papermill can reach with further packages, and this program cannot. */
    private static final List<String> UNKNOWN = List.of("gs://", "gcs://", "abs://", "adl://", "hdfs://", "onelake://");

    private final RunTerminal terminal;
    private final S3Place s3;
    private final HttpPlace http;
    private final Map<String, RemoteOutput> outputs = new HashMap<>();

    RemoteFiles(RunTerminal terminal) {
        this.terminal = terminal;
        this.s3 = new S3Place(terminal.environment());
        this.http = new HttpPlace(terminal.environment());
    }

    static boolean isRemote(String path) {
        return path.startsWith(S3Place.SCHEME)
                || path.startsWith("http://")
                || path.startsWith("https://")
                || unknown(path) != null;
    }

    private static @Nullable String unknown(String path) {
        return UNKNOWN.stream().filter(path::startsWith).findFirst().orElse(null);
    }

    private RemotePlace place(String url) {
        String unknown = unknown(url);
        if (unknown != null) {
            throw new RunException(
                    "Paths at " + unknown + " cannot be read or written (" + ShownUrl.of(url)
                            + "). Use a file, s3://, http:// or https://; many stores can be reached by s3:// with AWS_ENDPOINT_URL.");
        }
        return url.startsWith(S3Place.SCHEME) ? s3 : http;
    }

    byte[] read(String url) {
        RemotePlace place = place(url);
        return patiently(() -> place.read(url));
    }

    /** Throws when it is known already that nothing can be written there. */
    void checkWritable(String url) {
        RemotePlace place = place(url);
        patiently(() -> {
            place.checkWritable(url);
            return true;
        });
    }

    /** See {@link RemoteOutput#save}. */
    void save(String url, Supplier<byte[]> notebook) {
        output(url).save(notebook);
    }

    /** See {@link RemoteOutput#write}. */
    void write(String url, byte[] content) {
        output(url).write(content);
    }

    private RemoteOutput output(String url) {
        return outputs.computeIfAbsent(url, key -> new RemoteOutput(place(key), key, patience(SECONDS_AFTER_THE_RUN)));
    }

    private <T> T patiently(Patience.Try<T> call) {
        try {
            return patience(SECONDS_BEFORE_THE_RUN).call(call);
        } catch (RemotePlace.Failure e) {
            throw new RunException(e.sentence());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunException("Interrupted.");
        }
    }

    private Patience patience(long byDefault) {
        String seconds = terminal.environment().get(PATIENCE);
        try {
            long limit = seconds == null ? byDefault : Long.parseLong(seconds.strip());
            return new Patience(Duration.ofSeconds(limit), terminal.error());
        } catch (NumberFormatException e) {
            throw RunException.usage(PATIENCE + " must be a whole number, but is '" + seconds + "'.");
        }
    }
}
