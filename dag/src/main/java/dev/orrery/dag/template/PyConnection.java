package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection with the attributes of Airflow's, but for those that are or may hold a secret: what a template makes of them
 * would stand in the record of the run, in its notebook and in its process's command line.
 */
record PyConnection(String id, Map<String, Object> values) implements PyObject {
    private static final Set<String> SECRET =
            Set.of("password", "extra", "extra_dejson", "get_uri", "get_password", "get_extra");

    static PyConnection of(RunTime.Connection connection) {
        Map<String, Object> values = new HashMap<>();
        values.put("conn_id", connection.id());
        values.put("conn_type", connection.type());
        values.put("host", orNone(connection.host()));
        values.put("port", connection.port() == null ? None.NONE : (Object) (long) connection.port());
        values.put("login", orNone(connection.login()));
        values.put("schema", orNone(connection.schema()));
        return new PyConnection(connection.id(), values);
    }

    private static Object orNone(@Nullable String text) {
        return text == null ? None.NONE : text;
    }

    @Override
    public String kind() {
        return "a connection";
    }

    @Override
    public Collection<String> names() {
        return new ArrayList<>(values.keySet());
    }

    @Override
    public Optional<Object> attribute(String name) {
        if (SECRET.contains(name)) {
            throw secret(name);
        }
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        if (SECRET.contains(method)) {
            throw secret(method);
        }
        throw Unknown.method(this, method);
    }

    private TemplateException secret(String name) {
        return new TemplateException(
                "'conn." + id + "." + name + "' is not given to templates, whose texts stand in the run's record",
                "Name the connection under 'connections:' of the task: its whole URL is in the environment of the process then.");
    }

    @Override
    public String str() {
        return id;
    }
}
