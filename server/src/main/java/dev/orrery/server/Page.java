package dev.orrery.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The web page's files. A path that names no file is one of the page's own routes and gets {@code index.html}. Files are
 * read once, on first use, and kept compressed.
 */
final class Page {
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data: blob:; font-src 'self' data:; frame-src 'self' blob: data:; object-src 'none'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** The page's frame for one untrusted output: an opaque origin that reaches nothing. */
    private static final String OUTPUT_FRAME = "output-frame.html";

    private static final String OUTPUT_FRAME_POLICY = "sandbox allow-scripts; default-src 'none'; "
            + "script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; "
            + "font-src data:; media-src data: blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("woff", "font/woff"),
            Map.entry("ttf", "font/ttf"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    private static final class Asset {
        private final String type;
        private final byte[] plain;
        private final byte[] compressed;

        Asset(String type, byte[] plain, byte[] compressed) {
            this.type = type;
            this.plain = plain;
            this.compressed = compressed;
        }
    }

    private final Path root;
    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    Page(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    void mount(HttpRouting.Builder routing) {
        routing.get("/*", this::answer).head("/*", this::answer);
    }

    private void answer(ServerRequest request, ServerResponse response) {
        String path = request.path().path();
        if (List.of("/api/", "/hub/", "/user/", "/git/", "/metrics").stream().anyMatch(path::startsWith)) {
            response.status(Status.NOT_FOUND_404).send();
            return;
        }
        Asset asset = asset(path.substring(1));
        boolean hashed = path.startsWith("/assets/");
        if (asset == null && hashed) {
            response.status(Status.NOT_FOUND_404).send();
            return;
        }
        if (asset == null) {
            asset = asset("index.html");
        }
        if (asset == null) {
            response.status(Status.SERVICE_UNAVAILABLE_503)
                    .send("The page is not built. Start the program with ./orrery up.");
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, asset.type)
                .header(HeaderNames.CACHE_CONTROL, hashed ? "public, max-age=31536000, immutable" : "no-cache")
                .header(
                        HeaderNames.create("Content-Security-Policy"),
                        path.equals("/" + OUTPUT_FRAME) ? OUTPUT_FRAME_POLICY : CONTENT_SECURITY_POLICY)
                .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
                .header(HeaderNames.create("Referrer-Policy"), "same-origin");
        boolean gzip =
                request.headers().first(HeaderNames.ACCEPT_ENCODING).orElse("").contains("gzip");
        if (gzip) {
            response.header(HeaderNames.CONTENT_ENCODING, "gzip");
        }
        response.send(gzip ? asset.compressed : asset.plain);
    }

    private @Nullable Asset asset(String name) {
        if (name.isEmpty()) {
            return null;
        }
        Asset known = assets.get(name);
        if (known != null) {
            return known;
        }
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            return null;
        }
        Asset read = read(file);
        assets.put(name, read);
        return read;
    }

    private static Asset read(Path file) {
        try {
            byte[] plain = Files.readAllBytes(file);
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(plain);
            }
            String name = file.toString();
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
            return new Asset(type, plain, compressed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
