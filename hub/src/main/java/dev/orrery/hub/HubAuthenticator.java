package dev.orrery.hub;

import dev.orrery.http.Authenticator;
import dev.orrery.http.Caller;
import dev.orrery.http.Scope;
import dev.orrery.identity.Identity;
import dev.orrery.identity.IdentityAuthenticator;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.Set;

/**
 * Below {@code /hub} three more credentials count: an access token of a user server's login, a visitor's pass, which may both do
 * nothing but say who it is, and a service's token.
 */
final class HubAuthenticator implements Authenticator {
    private static final Set<Scope> TO_SAY_WHO = Set.of(Scope.SELF);

    private final Authenticator platform;
    private final Identity identity;
    private final OAuth oauth;
    private final HubServices services;
    private final VisitorPasses passes;
    private final UserActivity activity;

    HubAuthenticator(
            Authenticator platform,
            Identity identity,
            OAuth oauth,
            HubServices services,
            VisitorPasses passes,
            UserActivity activity) {
        this.activity = activity;
        this.platform = platform;
        this.identity = identity;
        this.oauth = oauth;
        this.services = services;
        this.passes = passes;
    }

    @Override
    public Caller authenticate(ServerRequest request) {
        Optional<OAuth.Login> login = login(request);
        if (login.isPresent()) {
            return new Caller.User(
                    login.get().user(), false, TO_SAY_WHO, login.get().session());
        }
        Optional<VisitorPasses.Pass> pass = pass(request);
        if (pass.isPresent()) {
            return visitor(pass.get());
        }
        return service(shown(request)).orElseGet(() -> activity.of(platform.authenticate(request)));
    }

    private Caller visitor(VisitorPasses.Pass pass) {
        if (pass.isOfPlatform()) {
            return new Caller.User(pass.server().user(), false, TO_SAY_WHO, null);
        }
        return service(Optional.of(pass.token())).orElseGet(() -> switch (identity.token(pass.token())) {
            case Caller.User user -> new Caller.User(user.name(), user.admin(), TO_SAY_WHO, null);
            case Caller.Server server -> new Caller.Server(server.user(), server.server(), TO_SAY_WHO);
            case Caller.Service _, Caller.Attempt _, Caller.Anonymous _ -> new Caller.Anonymous();
        });
    }

    private Optional<Caller> service(Optional<String> token) {
        return token.flatMap(services::byToken).map(service -> new Caller.Service(service.name()));
    }

    private static Optional<String> shown(ServerRequest request) {
        return request.headers().first(HeaderNames.AUTHORIZATION).flatMap(IdentityAuthenticator::token);
    }

    /** The token that a request shows, or that its pass stands for. */
    Optional<String> token(ServerRequest request) {
        return pass(request).map(VisitorPasses.Pass::token).or(() -> shown(request));
    }

    Optional<OAuth.Login> login(ServerRequest request) {
        return shown(request).flatMap(oauth::login);
    }

    Optional<VisitorPasses.Pass> pass(ServerRequest request) {
        return shown(request).flatMap(passes::find);
    }
}
