package dev.orrery.dag.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection with the attributes of Airflow's. */
final class PyConnection {
    private PyConnection() {}

    static PyObject of(RunTime.Connection connection) {
        Map<String, Object> values = new HashMap<>();
        values.put("conn_id", connection.id());
        values.put("conn_type", connection.type());
        values.put("host", orNone(connection.host()));
        values.put("port", connection.port() == null ? PyObject.None.NONE : (Object) (long) connection.port());
        values.put("login", orNone(connection.login()));
        values.put("password", orNone(connection.password()));
        values.put("schema", orNone(connection.schema()));
        values.put("extra", orNone(connection.extra()));
        values.put("extra_dejson", RunTimeNames.jsonOr(connection.extra(), Map.of()));
        return new PyNamespace("conn." + connection.id(), values, Map.of("get_uri", _ -> uri(connection)));
    }

    private static Object orNone(@Nullable String text) {
        return text == null ? PyObject.None.NONE : text;
    }

    private static String uri(RunTime.Connection connection) {
        StringBuilder uri = new StringBuilder(connection.type()).append("://");
        if (connection.login() != null || connection.password() != null) {
            uri.append(quoted(connection.login()));
            if (connection.password() != null) {
                uri.append(':').append(quoted(connection.password()));
            }
            uri.append('@');
        }
        uri.append(quoted(connection.host()));
        if (connection.port() != null) {
            uri.append(':').append(connection.port());
        }
        return uri.append('/').append(quoted(connection.schema())).toString();
    }

    private static String quoted(@Nullable String part) {
        return part == null
                ? ""
                : URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
