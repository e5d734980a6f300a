package dev.orrery.identity.login;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an OpenID provider says of itself (OpenID Connect Discovery 1.0), asked for when it is needed, and again each hour. */
final class Discovery {
    private static final Duration GOOD_FOR = Duration.ofHours(1);
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int MAX_KEYS_BYTES = 256 * 1024;
    private static final int CLOCK_SKEW_SECONDS = 60;

    private final Issuer issuer;
    private final ClientID client;
    private final InstantSource clock;
    private @Nullable Found last;

    /** @param validator knows the provider's keys, and fetches them again when one is unknown */
    record Found(OIDCProviderMetadata metadata, IDTokenValidator validator, Instant at) {}

    Discovery(URI issuer, ClientID client, InstantSource clock) {
        this.issuer = new Issuer(issuer);
        this.client = client;
        this.clock = clock;
    }

    /** Blocking; {@link LoginRefused} where the provider cannot be reached and never was. */
    synchronized Found found() {
        Found known = last;
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.at().plus(GOOD_FOR))) {
            return known;
        }
        try {
            OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(issuer, TIMEOUT_MILLIS, TIMEOUT_MILLIS);
            Found found = new Found(metadata, validator(metadata), now);
            last = found;
            return found;
        } catch (GeneralException | IOException e) {
            if (known != null) {
                return known;
            }
            throw new LoginRefused(
                    LoginRefused.Code.PROVIDER, "what it says of itself cannot be read: " + e.getMessage(), e);
        }
    }

    private IDTokenValidator validator(OIDCProviderMetadata metadata) throws IOException {
        JWKSource<SecurityContext> keys = JWKSourceBuilder.create(
                        metadata.getJWKSetURI().toURL(),
                        new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_KEYS_BYTES))
                .retrying(true)
                .build();
        // Signatures with the provider's own keys alone: neither none, nor a secret that others know too.
        Set<JWSAlgorithm> algorithms = metadata.getIDTokenJWSAlgs().stream()
                .filter(JWSAlgorithm.Family.SIGNATURE::contains)
                .collect(Collectors.toUnmodifiableSet());
        IDTokenValidator validator = new IDTokenValidator(
                metadata.getIssuer(), client, new JWSVerificationKeySelector<>(algorithms, keys), null);
        validator.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        return validator;
    }
}
