package dev.orrery.hub.proxy;

import java.net.ProtocolException;
import java.util.List;
import java.util.Optional;

/** The status line and the headers of a back end's answer, in their order. */
record ResponseHead(int status, String reason, List<Field> fields) {
    /** One header line. */
    record Field(String name, String value) {}

    ResponseHead {
        fields = List.copyOf(fields);
    }

    Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    /** The body's length; empty where it is not told. Told twice and not alike it is nobody's to guess. */
    String length() throws ProtocolException {
        List<String> told = fields.stream()
                .filter(field -> field.name().equalsIgnoreCase("Content-Length"))
                .map(field -> field.value().strip())
                .distinct()
                .toList();
        if (told.size() > 1) {
            throw new ProtocolException("the server sent two lengths");
        }
        return told.isEmpty() ? "" : told.getFirst();
    }

    boolean isChunked() {
        return first("Transfer-Encoding")
                .filter(value -> value.toLowerCase(java.util.Locale.ROOT).contains("chunked"))
                .isPresent();
    }

    boolean closes() {
        return first("Connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    /** Whether a body follows, if the request was no HEAD. */
    boolean hasBody() {
        return status != 204 && status != 304 && status != 205 && status != 101;
    }
}
