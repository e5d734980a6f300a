package dev.orrery.identity.audit;

import dev.orrery.http.Caller;
import dev.orrery.identity.Identity;

/** Who did it. */
public record AuditActor(String kind, String name) {
    /** The platform by itself. */
    public static final AuditActor PLATFORM = new AuditActor("platform", "");

    /** A command on this machine, by the operating system's name of whoever gave it. */
    public static AuditActor command(String account) {
        return new AuditActor("command", account);
    }

    static AuditActor of(Caller caller) {
        return switch (caller) {
            case Caller.User user when user.name().equals(Identity.LOCAL_ADMIN_NAME) -> command(user.name());
            case Caller.User user -> new AuditActor(user.session() == null ? "token" : "user", user.name());
            case Caller.Server server ->
                new AuditActor(
                        "server", server.server().isEmpty() ? server.user() : server.user() + "/" + server.server());
            case Caller.Service service -> new AuditActor("service", service.name());
            case Caller.Attempt attempt -> new AuditActor("attempt", attempt.attemptId());
            case Caller.Anonymous _ -> new AuditActor("nobody", "");
        };
    }
}
