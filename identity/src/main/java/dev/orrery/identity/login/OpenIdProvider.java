package dev.orrery.identity.login;

import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.minidev.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** OpenID Connect's authorization code flow, with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1; RFC 9207). */
final class OpenIdProvider implements WebProvider {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final ProviderSettings.OpenId settings;
    private final URI callback;
    private final ClientID client;
    private final Discovery discovery;

    OpenIdProvider(ProviderSettings.OpenId settings, URI callback, InstantSource clock) {
        this.settings = settings;
        this.callback = callback;
        this.client = new ClientID(settings.client().id());
        this.discovery = new Discovery(settings.issuer(), client, clock);
    }

    @Override
    public ProviderSettings settings() {
        return settings;
    }

    @Override
    public URI authorize(Handshake handshake) {
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope(settings.scopes().toArray(String[]::new)), client, callback)
                .endpointURI(discovery.found().metadata().getAuthorizationEndpointURI())
                .state(new State(handshake.state()))
                .nonce(new Nonce(handshake.nonce()))
                .codeChallenge(new CodeVerifier(handshake.verifier()), CodeChallengeMethod.S256);
        if (settings.hostedDomain() != null) {
            // A wish alone, which saves the person a detour: the claim of that name is what counts.
            request.customParameter("hd", settings.hostedDomain());
        }
        return request.build().toURI();
    }

    @Override
    public Person finish(URI answer, Handshake handshake) {
        Discovery.Found found = discovery.found();
        try {
            AuthorizationCode code = code(answer, found.metadata());
            OIDCTokenResponse tokens = tokens(code, handshake, found.metadata());
            JWT idToken = tokens.getOIDCTokens().getIDToken();
            IDTokenClaimsSet claims = found.validator().validate(idToken, new Nonce(handshake.nonce()));
            Map<String, Object> all = new LinkedHashMap<>(claims.toJSONObject());
            if (isIncomplete(all) && found.metadata().getUserInfoEndpointURI() != null) {
                userInfo(found.metadata(), tokens.getOIDCTokens().getAccessToken(), all);
            }
            return new Claims(all).person(settings);
        } catch (GeneralException | IOException e) {
            throw unbelievable(String.valueOf(e.getMessage()), e);
        } catch (com.nimbusds.jose.proc.BadJOSEException | com.nimbusds.jose.JOSEException e) {
            throw unbelievable("its ID token is not valid: " + e.getMessage(), e);
        }
    }

    private AuthorizationCode code(URI answer, OIDCProviderMetadata metadata) throws ParseException {
        AuthenticationResponse response = AuthenticationResponseParser.parse(answer);
        boolean names = metadata.supportsAuthorizationResponseIssuerParam();
        if (names && !metadata.getIssuer().equals(response.getIssuer())) {
            throw unbelievable("the answer names another issuer, or none", null);
        }
        if (response instanceof AuthenticationErrorResponse error) {
            throw new LoginRefused(
                    LoginRefused.Code.DENIED,
                    "it answered " + error.getErrorObject().getCode());
        }
        AuthorizationCode code = ((AuthenticationSuccessResponse) response).getAuthorizationCode();
        if (code == null) {
            throw unbelievable("the answer has no code", null);
        }
        return code;
    }

    private OIDCTokenResponse tokens(AuthorizationCode code, Handshake handshake, OIDCProviderMetadata metadata)
            throws IOException, ParseException {
        AuthorizationCodeGrant grant =
                new AuthorizationCodeGrant(code, callback, new CodeVerifier(handshake.verifier()));
        URI endpoint = metadata.getTokenEndpointURI();
        ClientAuthentication authentication = authentication(metadata);
        TokenRequest request = authentication == null
                ? new TokenRequest.Builder(endpoint, client, grant).build()
                : new TokenRequest.Builder(endpoint, authentication, grant).build();
        HTTPResponse response = send(request.toHTTPRequest());
        if (!response.indicatesSuccess()) {
            String error = OIDCTokenResponseParser.parse(response)
                    .toErrorResponse()
                    .getErrorObject()
                    .getCode();
            throw unbelievable("it did not take the code: " + error, null);
        }
        OIDCTokenResponse tokens = (OIDCTokenResponse) OIDCTokenResponseParser.parse(response);
        if (tokens.getOIDCTokens().getIDToken() == null) {
            throw unbelievable("its answer has no ID token", null);
        }
        return tokens;
    }

    private @Nullable ClientAuthentication authentication(OIDCProviderMetadata metadata) {
        String secret = settings.client().secret();
        if (secret == null) {
            return null;
        }
        List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        boolean post = methods != null
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        return post
                ? new ClientSecretPost(client, new Secret(secret))
                : new ClientSecretBasic(client, new Secret(secret));
    }

    private boolean isIncomplete(Map<String, Object> claims) {
        return !claims.containsKey(settings.nameClaim())
                || !claims.containsKey("email")
                || (settings.groupsClaim() != null && !claims.containsKey(settings.groupsClaim()));
    }

    /** Adds what the ID token does not say; what it does say stays, since it is signed. */
    private static void userInfo(OIDCProviderMetadata metadata, AccessToken token, Map<String, Object> claims)
            throws IOException, ParseException {
        HTTPResponse response = send(new UserInfoRequest(metadata.getUserInfoEndpointURI(), token).toHTTPRequest());
        if (!response.indicatesSuccess()) {
            throw unbelievable("its user info answered " + response.getStatusCode(), null);
        }
        JSONObject info = UserInfoResponse.parse(response)
                .toSuccessResponse()
                .getUserInfo()
                .toJSONObject();
        if (!String.valueOf(claims.get("sub")).equals(info.get("sub"))) {
            throw unbelievable("its user info is about somebody else", null);
        }
        info.forEach(claims::putIfAbsent);
    }

    @Override
    public Optional<URI> logout(URI back) {
        if (!settings.logout()) {
            return Optional.empty();
        }
        URI end = discovery.found().metadata().getEndSessionEndpointURI();
        return end == null
                ? Optional.empty()
                : Optional.of(new LogoutRequest(end, null, null, client, back, null, null).toURI());
    }

    private static HTTPResponse send(HTTPRequest request) throws IOException {
        request.setConnectTimeout(TIMEOUT_MILLIS);
        request.setReadTimeout(TIMEOUT_MILLIS);
        request.setFollowRedirects(false);
        return request.send();
    }

    private static LoginRefused unbelievable(String why, @Nullable Throwable cause) {
        return cause == null
                ? new LoginRefused(LoginRefused.Code.PROVIDER, why)
                : new LoginRefused(LoginRefused.Code.PROVIDER, why, cause);
    }
}
