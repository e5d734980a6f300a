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

    HubAuthenticator(Authenticator platform, OAuth oauth) {
        this.platform = platform;
        this.oauth = oauth;
    }

    @Override
    public Caller authenticate(ServerRequest request) {
        Optional<OAuth.Login> login = login(request);
        return login.isPresent()
                ? new Caller.User(
                        login.get().user(),
                        false,
                        Set.of(Scope.SELF),
                        login.get().session())
                : platform.authenticate(request);
    }

    Optional<OAuth.Login> login(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.AUTHORIZATION)
                .flatMap(IdentityAuthenticator::token)
                .flatMap(oauth::login);
    }
}
