package dev.orrery.http;

import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request does, for whoever writes it down: who asked for what, about what, and how it ended. It begins with what
 * the endpoint says by itself; a handler that knows better adds to it, before it changes anything. Holds no secret.
 */
public final class Deed {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private final String address;
    private Caller caller = new Caller.Anonymous();
    private String action;
    private String object;
    private boolean isNews;
    private @Nullable String refusal;

    private Deed(String address, String action, String object, boolean isNews) {
        this.address = address;
        this.action = action;
        this.object = object;
        this.isNews = isNews;
    }

    static Deed of(Endpoint endpoint, ServerRequest request) {
        List<String> names = PARAMETER
                .matcher(endpoint.path())
                .results()
                .map(MatchResult::group)
                .map(name -> name.substring(1, name.length() - 1))
                .toList();
        String object = names.stream()
                .map(name -> request.path().pathParameters().first(name).orElse(""))
                .collect(Collectors.joining("/"));
        String action = endpoint.method().text() + " " + endpoint.path().replaceFirst("^/api/v1(?=/)", "");
        return new Deed(TrustedProxies.client(request), action, object, endpoint.isNews());
    }

    /** Who did it, where that is known only by now. */
    public Deed by(Caller who) {
        caller = who;
        return this;
    }

    /** A word for what is done, in place of the endpoint's method and path; it is then worth writing down in any case. */
    public Deed as(String word) {
        action = word;
        isNews = true;
        return this;
    }

    /** What it is done to, in place of the path's own parts. */
    public Deed about(String what) {
        object = what;
        return this;
    }

    /** It came to nothing, though the answer may not say so by its status. */
    public void refused(String why) {
        refusal = why;
    }

    public Caller caller() {
        return caller;
    }

    public String action() {
        return action;
    }

    public String object() {
        return object;
    }

    public String address() {
        return address;
    }

    /** Whether it is worth writing down where it succeeds. */
    public boolean isNews() {
        return isNews;
    }

    /** Why it was refused, as a stable code; null where it was not. */
    public @Nullable String refusal() {
        return refusal;
    }
}
