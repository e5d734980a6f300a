package dev.orrery.server;

import dev.orrery.http.CertificateFiles;
import dev.orrery.http.ClientConnections;
import dev.orrery.http.ClientLimits;
import dev.orrery.hub.Hub;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the program listens: its port, and with TLS a second one for browsers, and perhaps one that sends them there. */
final class WebListeners implements AutoCloseable {
    private final List<WebServer> servers = new ArrayList<>();
    private final @Nullable CertificateFiles certificate;

    WebListeners(ServerConfig config, Hub hub, HttpRouting.Builder routing) {
        ClientConnections clients = new ClientConnections(ClientLimits.defaults(), config.proxies());
        WebServerConfig.Builder plain = listener(config.plainHost(), config.port(), routing);
        hub.listen(plain, clients);
        servers.add(plain.build());
        TlsSetting tls = config.tls();
        if (tls == null) {
            certificate = null;
            return;
        }
        certificate = certificate(tls);
        WebServerConfig.Builder secure = listener(config.host(), tls.port(), routing);
        hub.listen(secure, clients, certificate);
        servers.add(secure.build());
        if (tls.redirectPort() != null) {
            WebServerConfig.Builder redirect = listener(config.host(), tls.redirectPort(), toTls(config.browserUrl()));
            hub.listen(redirect, clients);
            servers.add(redirect.build());
        }
    }

    private static WebServerConfig.Builder listener(String host, int port, HttpRouting.Builder routing) {
        return WebServer.builder().host(host).port(port).shutdownHook(false).addRouting(routing);
    }

    private static CertificateFiles certificate(TlsSetting tls) {
        try {
            return new CertificateFiles(tls.certificate(), tls.key());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** To the platform's own name, whatever name the request says. */
    private static HttpRouting.Builder toTls(URI url) {
        return HttpRouting.builder().any((request, response) -> {
            String query = request.prologue().hasQuery()
                    ? "?" + request.prologue().query().rawValue()
                    : "";
            response.status(Status.PERMANENT_REDIRECT_308)
                    .header(
                            HeaderNames.LOCATION,
                            url + request.prologue().uriPath().rawPath() + query)
                    .send();
        });
    }

    /** {@link UsageException} where a port is taken. */
    void start() {
        for (WebServer server : servers) {
            server.start();
            if (!server.isRunning()) { // it tells the log and not the caller
                throw new UsageException("The server cannot listen on port "
                        + server.prototype().port() + ". Take another with --port or --tls-port.");
            }
        }
        if (certificate != null) {
            certificate.watch();
        }
    }

    /** The port for processes of this machine. */
    int port() {
        return servers.getFirst().port();
    }

    @Override
    public void close() {
        servers.reversed().forEach(WebServer::stop);
        if (certificate != null) {
            certificate.close();
        }
    }
}
