package dev.orrery.runner;

import dev.orrery.storage.CertificateBundle;
import dev.orrery.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** {@code http://} and {@code https://}: read by GET, written by PUT. A file's page on GitHub stands for the file. */
final class HttpPlace implements RemotePlace {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 30_000;
    private static final int MAX_HOPS = 10;
    private static final int MAX_BYTES = 256 << 20;

    private final Map<String, String> environment;
    private @Nullable SSLSocketFactory trusting;
    private boolean trustKnown;
    private final Set<String> reached = new HashSet<>();

    /** @param environment variables that name proxies, certificates, and GitHub's token */
    HttpPlace(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public byte[] read(String url) throws Failure {
        GitHub.Link link = GitHub.link(url, environment);
        return exchange("GET", url, address(link.url()), link.authorization(), null);
    }

    /** Nothing: HTTP has no question for that. The first save of a run, before its first cell, finds out. */
    @Override
    public void checkWritable(String url) throws Failure {
        if (GitHub.isGitHub(url)) {
            throw new Failure(
                    "Nothing can be written to GitHub by its address (" + ShownUrl.of(url) + "). Name a file or s3://.",
                    false);
        }
        address(url);
    }

    @Override
    public void write(String url, byte[] content) throws Failure {
        checkWritable(url);
        exchange("PUT", url, address(url), null, content);
    }

    private static URI address(String url) throws Failure {
        try {
            URI uri = new URI(url.replace(" ", "%20"));
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new Failure("'" + ShownUrl.of(url) + "' is no address.", false);
    }

    /** Follows redirects, a PUT only those that keep it one. A login goes to no other host than the one that it was given for. */
    private byte[] exchange(
            String method, String url, URI first, @Nullable String authorization, byte @Nullable [] content)
            throws Failure {
        String shown = ShownUrl.of(url);
        URI uri = first;
        String login = authorization == null ? basic(first) : authorization;
        for (int hop = 0; hop <= MAX_HOPS; hop++) {
            try {
                HttpURLConnection connection = open(method, uri, login, content);
                int status = connection.getResponseCode();
                reached.add(uri.getHost());
                String location = connection.getHeaderField("Location");
                if (status >= 300 && status < 400 && location != null) {
                    if (content != null && status != 307 && status != 308) {
                        throw new Failure(
                                shown + " sends a PUT elsewhere (" + status + "). Give the address itself.", false);
                    }
                    connection.disconnect();
                    URI next = next(uri, location, shown);
                    if (!isWeb(next)) {
                        throw new Failure(shown + " leads to an address that is not HTTP.", false);
                    }
                    login = sameHost(uri, next) ? login : null;
                    uri = next;
                } else if (status >= 200 && status < 300) {
                    return content == null ? body(connection, shown) : new byte[0];
                } else {
                    connection.disconnect();
                    throw refusal(method, shown, status);
                }
            } catch (SSLException e) {
                throw new Failure(
                        "The certificate of " + shown + " is not trusted, or there is no TLS (" + e.getMessage()
                                + "). Name the authority that signed it in SSL_CERT_FILE.",
                        false);
            } catch (UnknownHostException e) {
                // A name that was known before will be again; one that never was is a mistake.
                throw new Failure(
                        "There is no host " + uri.getHost() + " (" + shown + "). Correct the address.",
                        reached.contains(uri.getHost()));
            } catch (IOException e) {
                throw new Failure(
                        shown + " cannot be reached (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ").",
                        true);
            }
        }
        throw new Failure(shown + " redirects without end.", false);
    }

    private static URI next(URI base, String location, String shown) throws Failure {
        try {
            return base.resolve(location.replace(" ", "%20"));
        } catch (IllegalArgumentException e) {
            throw new Failure(shown + " leads to what is no address.", false);
        }
    }

    private static boolean isWeb(URI uri) {
        return "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    }

    private static boolean sameHost(URI one, URI other) {
        return Objects.equals(one.getHost(), other.getHost())
                && one.getPort() == other.getPort()
                && Objects.equals(one.getScheme(), other.getScheme());
    }

    private HttpURLConnection open(String method, URI uri, @Nullable String login, byte @Nullable [] content)
            throws IOException, Failure {
        HttpURLConnection connection =
                (HttpURLConnection) uri.toURL().openConnection(ProxyVariables.proxy(uri, environment));
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(SILENCE_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("User-Agent", "orrery-run");
        if (login != null) {
            connection.setRequestProperty("Authorization", login);
        }
        if (connection instanceof HttpsURLConnection secure) {
            SSLSocketFactory factory = trusting();
            if (factory != null) {
                secure.setSSLSocketFactory(factory);
            }
        }
        if (content != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setFixedLengthStreamingMode(content.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(content);
            }
        }
        return connection;
    }

    private @Nullable SSLSocketFactory trusting() throws Failure {
        if (!trustKnown) {
            try {
                TrustManager[] trusted =
                        CertificateBundle.trustManagers(environment, "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE");
                if (trusted != null) {
                    SSLContext context = SSLContext.getInstance("TLS");
                    context.init(null, trusted, null);
                    trusting = context.getSocketFactory();
                }
            } catch (StorageException e) {
                throw new Failure(String.valueOf(e.getMessage()), false);
            } catch (GeneralSecurityException e) {
                throw new Failure("TLS cannot be used: " + e.getMessage(), false);
            }
            trustKnown = true;
        }
        return trusting;
    }

    private static @Nullable String basic(URI uri) {
        String user = uri.getUserInfo();
        return user == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] body(HttpURLConnection connection, String shown) throws IOException, Failure {
        try (InputStream in = connection.getInputStream()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new Failure("What " + shown + " holds is longer than " + (MAX_BYTES >> 20) + " MiB.", false);
            }
            return bytes;
        }
    }

    private static Failure refusal(String method, String shown, int status) {
        boolean passing = (status >= 500 && status != 501 && status != 505) || status == 408 || status == 429;
        return new Failure(
                switch (status) {
                    case 401, 403 ->
                        shown + " refuses access (HTTP " + status + "). Check the login and what it may do.";
                    case 404, 410 -> "There is nothing at " + shown + " (HTTP " + status + "). Correct the address.";
                    case 405, 501 -> shown + " takes no " + method + " (HTTP " + status + ").";
                    case 407 -> "The proxy on the way to " + shown + " wants a login, which is not supported.";
                    case 413 -> shown + " does not take anything as large (HTTP 413).";
                    default -> shown + " answered HTTP " + status + ".";
                },
                passing);
    }
}
