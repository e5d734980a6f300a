package dev.orrery.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts endpoints on a server: finds the caller, asks for the scope, runs the handler, writes what it threw. */
public final class Endpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    private final Authenticator authenticator;
    private final Recorder recorder;
    private final Function<Throwable, @Nullable Problem> mapping;
    private final ErrorWriter errors;

    /** How an error looks on the wire, where the protocol is not the platform's own. */
    @FunctionalInterface
    public interface ErrorWriter {
        void write(ServerRequest request, ServerResponse response, Problem problem);
    }

    /** @param mapping a module's own exception to a problem; null where it is not one that it knows */
    public Endpoints(Authenticator authenticator, Function<Throwable, @Nullable Problem> mapping) {
        this(authenticator, Recorder.none(), mapping);
    }

    public Endpoints(Authenticator authenticator, Recorder recorder, Function<Throwable, @Nullable Problem> mapping) {
        this(authenticator, recorder, mapping, Endpoints::writeProblem);
    }

    public Endpoints(
            Authenticator authenticator,
            Recorder recorder,
            Function<Throwable, @Nullable Problem> mapping,
            ErrorWriter errors) {
        this.authenticator = authenticator;
        this.recorder = recorder;
        this.mapping = mapping;
        this.errors = errors;
    }

    public void mount(HttpRouting.Builder routing, List<Endpoint> endpoints) {
        for (Endpoint endpoint : endpoints) {
            routing.route(
                    endpoint.method(), endpoint.path(), (request, response) -> answer(endpoint, request, response));
        }
    }

    private void answer(Endpoint endpoint, ServerRequest request, ServerResponse response) {
        Deed deed = Deed.of(endpoint, request);
        try {
            Recorder.Work work = work(endpoint, request, response, deed);
            recorder.record(deed, work);
        } catch (Exception e) {
            fail(request, response, problem(request, e));
        }
    }

    /** The caller is found before the recording begins: that may note when a session was last seen, which is no news. */
    private Recorder.Work work(Endpoint endpoint, ServerRequest request, ServerResponse response, Deed deed) {
        Caller caller;
        try {
            caller = authenticator.authenticate(request);
        } catch (Exception e) {
            Problem problem = problem(request, e);
            return () -> {
                throw problem;
            };
        }
        deed.by(caller);
        return () -> {
            try {
                handle(endpoint, new Exchange(request, response, caller, deed));
            } catch (Exception e) {
                throw problem(request, e);
            }
        };
    }

    private static void handle(Endpoint endpoint, Exchange exchange) throws Exception {
        Caller caller = exchange.caller();
        if (!caller.may(endpoint.scope())) {
            if (exchange.request().headers().contains(HeaderNames.AUTHORIZATION)) {
                exchange.deed().refused("bad-credential");
            }
            throw caller instanceof Caller.Anonymous
                    ? Problem.unauthorized()
                    : Problem.forbidden(
                            "This needs the scope '" + endpoint.scope().text() + "'.");
        }
        endpoint.handler().handle(exchange);
        int status = exchange.response().status().code();
        if (status >= 400 && exchange.deed().refusal() == null) {
            exchange.deed().refused("status-" + status);
        }
    }

    private Problem problem(ServerRequest request, Exception error) {
        Problem problem = error instanceof Problem known ? known : mapping.apply(error);
        if (problem == null) {
            LOG.error(
                    "{} {} failed", request.prologue().method(), request.path().path(), error);
            return new Problem(500, "internal", "Something went wrong here; the server's log says what.", Map.of());
        }
        return problem;
    }

    private void fail(ServerRequest request, ServerResponse response, Problem problem) {
        if (response.isSent()) {
            LOG.warn("{} failed after its answer had begun: {}", request.path().path(), problem.toString());
            return;
        }
        errors.write(request, response, problem);
    }

    private static void writeProblem(ServerRequest request, ServerResponse response, Problem problem) {
        response.status(Status.create(problem.status()))
                .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
                .send(Exchange.JSON.writeValueAsBytes(problem.document()));
    }
}
