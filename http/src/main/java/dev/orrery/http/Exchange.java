package dev.orrery.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** One request and its answer, with the caller already known and allowed. */
public final class Exchange {
    /** JSON as the API speaks it: members in snake_case, ISO 8601 times, unknown members refused. */
    public static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The longest JSON body that is read, in bytes. */
    public static final int MAX_BODY = 64 * 1024 * 1024;

    private final ServerRequest request;
    private final ServerResponse response;
    private final Caller caller;
    private final Deed deed;

    Exchange(ServerRequest request, ServerResponse response, Caller caller, Deed deed) {
        this.request = request;
        this.response = response;
        this.caller = caller;
        this.deed = deed;
    }

    /** What is written down about this request. */
    public Deed deed() {
        return deed;
    }

    public ServerRequest request() {
        return request;
    }

    public ServerResponse response() {
        return response;
    }

    public Caller caller() {
        return caller;
    }

    /** The caller as a person; 403 where it is a server or a runner. */
    public Caller.User user() {
        if (caller instanceof Caller.User user) {
            return user;
        }
        throw Problem.forbidden("Only a user may do this.");
    }

    /** A part of the path, percent-decoded. */
    public String path(String name) {
        return request.path().pathParameters().get(name);
    }

    /** A parameter of the query, percent-decoded; empty where it is not given. */
    public Optional<String> query(String name) {
        return request.query().first(name).asOptional();
    }

    /** A whole number of the query; {@code otherwise} where it is not given, 400 where it is none. */
    public long query(String name, long otherwise) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Long.parseLong(text.get());
        } catch (NumberFormatException e) {
            throw Problem.badRequest(
                    "bad-query", "'" + name + "' must be a whole number, but is '" + text.get() + "'.");
        }
    }

    /** The body, read as JSON; 400 where it is none or does not fit, 413 where it is too long. */
    public <T> T body(Class<T> type) {
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw new Problem(413, "too-large", "The body is longer than 64 MiB.", java.util.Map.of());
            }
            return JSON.readValue(bytes, type);
        } catch (JacksonException e) {
            throw Problem.badRequest("bad-json", "The body cannot be read as JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw Problem.badRequest("bad-body", "The body could not be read to its end.");
        }
    }

    /** Answers with JSON. */
    public void json(int status, Object body) {
        send(status, "application/json", JSON.writeValueAsBytes(body));
    }

    /** Answers with bytes of a media type. */
    public void send(int status, String mediaType, byte[] body) {
        response.status(Status.create(status))
                .header(HeaderNames.CONTENT_TYPE, mediaType)
                .send(body);
    }

    /** Answers without a body. */
    public void empty(int status) {
        response.status(Status.create(status)).send();
    }

    /** Sends the browser elsewhere. */
    public void redirect(String location) {
        response.status(Status.FOUND_302).header(HeaderNames.LOCATION, location).send();
    }
}
