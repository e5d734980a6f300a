package dev.orrery.http;

import io.helidon.webserver.http.ServerRequest;

/** Finds out who makes a request, from its cookie or its {@code Authorization} header. */
@FunctionalInterface
public interface Authenticator {

    /** The caller; {@link Caller.Anonymous} where there are no valid credentials. Never throws for bad ones. */
    Caller authenticate(ServerRequest request);
}
