package dev.orrery.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** A context of TLS whose sockets wait only so long for the next bytes, so that no client keeps a handshake open for ever. */
final class ImpatientSslContext extends SSLContext {
    ImpatientSslContext(SSLContext inner, Duration patience) {
        super(new Context(inner, Math.toIntExact(patience.toMillis())), inner.getProvider(), inner.getProtocol());
    }

    private static final class Context extends SSLContextSpi {
        private final SSLContext inner;
        private final int millis;

        Context(SSLContext inner, int millis) {
            this.inner = inner;
            this.millis = millis;
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return new Sockets(inner.getSocketFactory(), millis);
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            inner.init(keys, trust, random);
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return inner.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return inner.createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return inner.createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return inner.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return inner.getClientSessionContext();
        }
    }

    private static final class Sockets extends SSLSocketFactory {
        private final SSLSocketFactory inner;
        private final int millis;

        Sockets(SSLSocketFactory inner, int millis) {
            this.inner = inner;
            this.millis = millis;
        }

        /** A server's end of a connection that was accepted. */
        @Override
        public Socket createSocket(Socket accepted, InputStream consumed, boolean autoClose) throws IOException {
            accepted.setSoTimeout(millis);
            return inner.createSocket(accepted, consumed, autoClose);
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return inner.createSocket(socket, host, port, autoClose);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return inner.createSocket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return inner.createSocket(host, port, local, localPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return inner.createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return inner.createSocket(host, port, local, localPort);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return inner.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return inner.getSupportedCipherSuites();
        }
    }
}
