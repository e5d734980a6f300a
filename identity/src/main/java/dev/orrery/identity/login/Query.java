package dev.orrery.identity.login;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The members of a query or of a form, percent-decoded; of two of one name, the first. */
record Query(Map<String, String> members) {

    static Query of(URI address) {
        String query = address.getRawQuery();
        return parse(query == null ? "" : query);
    }

    /** {@link IllegalArgumentException} where it is not encoded as it should be. */
    static Query parse(String text) {
        Map<String, String> members = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                members.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return new Query(members);
    }

    Optional<String> first(String name) {
        return Optional.ofNullable(members.get(name));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
