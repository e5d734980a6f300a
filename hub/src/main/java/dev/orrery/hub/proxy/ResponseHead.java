package dev.orrery.hub.proxy;

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
