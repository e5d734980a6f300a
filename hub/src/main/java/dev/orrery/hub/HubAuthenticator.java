package dev.orrery.hub;

import dev.orrery.http.Authenticator;
import dev.orrery.http.Caller;
import dev.orrery.http.Scope;
import dev.orrery.identity.IdentityAuthenticator;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.Set;

/** Below {@code /hub} an access token of a user server's login counts too; it may do nothing but say who logged in. */
final class HubAuthenticator implements Authenticator {
    private final Authenticator platform;
    private final OAuth oauth;
    private final HubServices services;

    HubAuthenticator(Authenticator platform, OAuth oauth, HubServices services) {
        this.platform = platform;
        this.oauth = oauth;
        this.services = services;
    }

    @Override
    public Caller authenticate(ServerRequest request) {
        Optional<OAuth.Login> login = login(request);
        if (login.isPresent()) {
            return new Caller.User(
                    login.get().user(), false, Set.of(Scope.SELF), login.get().session());
        }
        Optional<HubServices.Service> service = token(request).flatMap(services::byToken);
        return service.isPresent() ? new Caller.Service(service.get().name()) : platform.authenticate(request);
    }

    private static Optional<String> token(ServerRequest request) {
        return request.headers().first(HeaderNames.AUTHORIZATION).flatMap(IdentityAuthenticator::token);
    }

    Optional<OAuth.Login> login(ServerRequest request) {
        return token(request).flatMap(oauth::login);
    }
}
