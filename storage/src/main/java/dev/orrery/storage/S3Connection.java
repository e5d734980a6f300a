package dev.orrery.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A client of S3 as the environment describes it: AWS's own variables, then its files, then the machine's role. A store that is not
 * Amazon's is named by {@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL}, and spoken to with the bucket in the path.
 */
record S3Connection(S3Client client, AwsCredentialsProvider credentials) {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    static S3Connection of(Map<String, String> environment, S3Bucket.Effort effort) {
        AwsCredentialsProvider credentials = credentials(environment);
        URI endpoint = endpoint(environment);
        S3ClientBuilder builder = S3Client.builder()
                .credentialsProvider(credentials)
                .region(region(environment))
                .httpClient(http(environment, endpoint))
                .overrideConfiguration(override -> override.retryStrategy(StandardRetryStrategy.builder()
                                .maxAttempts(effort.attempts())
                                .build())
                        .apiCallTimeout(effort.limit()));
        if (endpoint == null) {
            builder.crossRegionAccessEnabled(true);
        } else {
            // Others' stores know neither buckets in host names nor the checksums that Amazon added later.
            builder.endpointOverride(endpoint)
                    .forcePathStyle(true)
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
        return new S3Connection(builder.build(), credentials);
    }

    private static @Nullable URI endpoint(Map<String, String> environment) {
        String url = first(environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
        if (url == null) {
            return null;
        }
        try {
            URI endpoint = URI.create(url);
            if (endpoint.getHost() != null
                    && ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new StorageException("AWS_ENDPOINT_URL is no address: write it as http://HOST:PORT or https://HOST.");
    }

    /** The machine's own region is not asked for: where there is no such service, the answer takes seconds not to come. */
    private static Region region(Map<String, String> environment) {
        String region = first(environment, "AWS_REGION", "AWS_DEFAULT_REGION");
        if (region != null) {
            return Region.of(region);
        }
        try {
            return new AwsProfileRegionProvider().getRegion();
        } catch (SdkClientException e) {
            return Region.US_EAST_1;
        }
    }

    private static AwsCredentialsProvider credentials(Map<String, String> environment) {
        String id = first(environment, "AWS_ACCESS_KEY_ID");
        String secret = first(environment, "AWS_SECRET_ACCESS_KEY");
        if (id == null || secret == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        String session = first(environment, "AWS_SESSION_TOKEN");
        return StaticCredentialsProvider.create(
                session == null
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, session));
    }

    private static SdkHttpClient http(Map<String, String> environment, @Nullable URI endpoint) {
        UrlConnectionHttpClient.Builder builder =
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE);
        if (endpoint == null || "https".equals(endpoint.getScheme())) {
            TrustManager[] trusted = CertificateBundle.trustManagers(environment, "AWS_CA_BUNDLE", "SSL_CERT_FILE");
            if (trusted != null) {
                builder.tlsTrustManagersProvider(() -> trusted);
            }
        }
        return builder.build();
    }

    private static @Nullable String first(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.get(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }
}
