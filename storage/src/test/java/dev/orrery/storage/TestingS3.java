package dev.orrery.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.Blob;

/** A server of the S3 protocol, which checks signatures, with the bucket {@link #BUCKET}. It can be stopped and come back with what it had. */
public final class TestingS3 implements AutoCloseable {
    public static final String BUCKET = "notebooks";
    public static final String KEY = "AKIDTESTING";
    public static final String SECRET = "top-secret-key";

    /** The server tells more than a test's reader wants to know; held, or its level is forgotten. */
    private static final Logger QUIET = Logger.getLogger("org.gaul");

    static {
        QUIET.setLevel(Level.WARNING);
    }

    private final BlobStoreContext context = ContextBuilder.newBuilder("transient")
            .credentials(KEY, SECRET)
            .overrides(new Properties())
            .build(BlobStoreContext.class);
    private S3Proxy server;
    private int port;

    public TestingS3() {
        store().createContainerInLocation(null, BUCKET);
        start();
    }

    /** Listens again where it did before. */
    public void start() {
        try {
            server = S3Proxy.builder()
                    .blobStore(store())
                    .endpoint(URI.create("http://127.0.0.1:" + port))
                    .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
                    .build();
            server.start();
            port = server.getPort();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Refuses connections from now on. */
    public void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Variables with which it is reached. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_ACCESS_KEY_ID", KEY);
        environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
        environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + port);
        return environment;
    }

    /** What is stored, seen from behind; null where there is nothing. */
    public byte[] stored(String key) {
        Blob blob = store().getBlob(BUCKET, key);
        try (var in = blob == null ? null : blob.getPayload().openStream()) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BlobStore store() {
        return context.getBlobStore();
    }

    @Override
    public void close() {
        stop();
        context.close();
    }
}
