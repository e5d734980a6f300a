package dev.orrery.storage;

import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What S3's refusals mean, in a sentence with a remedy. The server's own text is left out: for a wrong signature it holds the
 * access key and all that was signed.
 */
final class S3Errors {
    private static final int FORBIDDEN = 403;

    private S3Errors() {}

    /** @param place the bucket or the object, as {@code s3://bucket/key} */
    static StorageException of(String place, SdkException e) {
        if (e instanceof AwsServiceException answer) {
            return answered(place, answer);
        }
        if (e instanceof AbortedException) {
            return new StorageException("The transfer of " + place + " was interrupted.", e);
        }
        Throwable root = root(e);
        String why = root.getMessage() == null
                ? root.getClass().getSimpleName()
                : root.getClass().getSimpleName() + ": " + root.getMessage();
        if (root instanceof SSLException || root instanceof java.security.cert.CertificateException) {
            return new StorageException(
                    "The object store's certificate is not trusted (" + place + "; " + why
                            + "). Name the authority that signed it in AWS_CA_BUNDLE or SSL_CERT_FILE.",
                    e);
        }
        return StorageException.away("The object store cannot be reached (" + place + "; " + why + ").", e);
    }

    static StorageException noCredentials(String place, SdkException e) {
        return new StorageException(
                "There are no AWS credentials for " + place + ". Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
                        + " or AWS_PROFILE, or give the process a role.",
                e);
    }

    private static StorageException answered(String place, AwsServiceException e) {
        int status = e.statusCode();
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String answer = (status + " " + code).strip();
        if (status >= 500 || status == 429 || status == 408 || code.equals("RequestTimeout")) {
            return StorageException.away(
                    "The object store is out of order (" + place + "; it answered " + answer + ").", e);
        }
        return new StorageException(
                switch (code) {
                    case "NoSuchBucket" ->
                        "There is no such bucket (" + place + "). Correct the name, or create the bucket.";
                    case "InvalidBucketName" -> "That is no bucket's name (" + place + "). Correct it.";
                    case "ExpiredToken", "TokenRefreshRequired" ->
                        "The AWS credentials for " + place + " have expired. Get new ones.";
                    case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken" ->
                        "The object store does not accept the AWS credentials (" + place + "; " + answer
                                + "). Correct them.";
                    case "RequestTimeTooSkewed" ->
                        "This machine's clock differs too much from the object store's (" + place + "). Set it right.";
                    default ->
                        status == FORBIDDEN
                                ? "Access to " + place + " was refused (" + answer
                                        + "). Check the AWS credentials, and what the bucket's policy allows them."
                                : "The object store refused " + place + " (" + answer + ").";
                },
                e);
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
