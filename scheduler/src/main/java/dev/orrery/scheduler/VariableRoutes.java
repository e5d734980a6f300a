package dev.orrery.scheduler;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API of variables. They are the whole platform's, so only an admin changes them. */
public final class VariableRoutes {
    private static final String VARIABLES = "/api/v1/variables";
    private static final String VARIABLE = VARIABLES + "/{variable}";

    private final Variables variables;

    public VariableRoutes(Scheduler scheduler) {
        this.variables = scheduler.variables();
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(VARIABLES, Scope.READ_DAGS, this::list),
                Endpoint.put(VARIABLE, Scope.ADMIN_SERVERS, this::set),
                Endpoint.delete(VARIABLE, Scope.ADMIN_SERVERS, this::remove));
    }

    private record Body(@Nullable String value) {}

    private record ListView(List<Variables.View> variables) {}

    private void list(Exchange exchange) {
        exchange.json(200, new ListView(variables.list()));
    }

    private void set(Exchange exchange) {
        String value = exchange.body(Body.class).value();
        if (value == null) {
            throw new SchedulerException(
                    SchedulerException.Code.INVALID, "Give the variable's 'value', a text; a JSON value as its text.");
        }
        variables.set(exchange.path("variable"), value, exchange.user().name());
        list(exchange);
    }

    private void remove(Exchange exchange) {
        variables.remove(exchange.path("variable"));
        exchange.empty(204);
    }
}
