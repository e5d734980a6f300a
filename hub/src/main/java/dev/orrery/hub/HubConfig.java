package dev.orrery.hub;

import dev.orrery.hub.proxy.ServerHosts;
import dev.orrery.launch.Homes;
import dev.orrery.launch.Resources;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How user servers are run.
 *
 * @param homes where users' files are
 * @param logs absolute; the logs of servers, which no user's code can reach
 * @param origin scheme, host and port at which user servers reach the platform, such as {@code http://127.0.0.1:8080}
 * @param publicUrl how a browser reaches the platform, for links that the user's programs print
 * @param hosts under which host names a browser finds servers
 * @param defaultUrl the page that a server opens with, below its prefix
 * @param limits of one server, unless its profile says otherwise; asked at its start
 * @param startTimeout how long a server may take from its launch to its first answer
 * @param stopGrace how long a server may take to stop by itself
 * @param namedServers how many servers a user may have beside the default one
 * @param homeQuota how many bytes a home may hold, unless a group says otherwise; null: any number
 * @param culling when servers are stopped that nobody uses
 * @param profiles what users may choose for their servers
 */
public record HubConfig(
        Homes homes,
        Path logs,
        URI origin,
        URI publicUrl,
        ServerHosts hosts,
        String defaultUrl,
        Supplier<Resources> limits,
        Duration startTimeout,
        Duration stopGrace,
        int namedServers,
        @Nullable Long homeQuota,
        Culling culling,
        Profiles profiles) {
    private static final int NAMED_SERVERS = 5;

    public HubConfig {
        if (!logs.isAbsolute()) {
            throw new IllegalArgumentException("The folder of logs must be an absolute path, but is " + logs);
        }
        if (origin.getHost() == null || !origin.getRawPath().isEmpty()) {
            throw new IllegalArgumentException("The origin must be scheme://host:port, but is " + origin);
        }
        if (!defaultUrl.startsWith("/")) {
            throw new IllegalArgumentException("The default URL must begin with '/', but is " + defaultUrl);
        }
    }

    /** JupyterLab, no limits, 120 s to start, 10 s to stop, an hour idle. */
    public static HubConfig defaults(Homes homes, Path logs, URI origin, URI publicUrl) {
        return new HubConfig(
                homes,
                logs,
                origin,
                publicUrl,
                ServerHosts.shared(publicUrl),
                "/lab",
                Resources::unlimited,
                Duration.ofSeconds(120),
                Duration.ofSeconds(10),
                NAMED_SERVERS,
                null,
                Culling.defaults(),
                Profiles.none());
    }

    /** The same with another rule for host names. */
    public HubConfig with(ServerHosts otherHosts) {
        return new HubConfig(
                homes,
                logs,
                origin,
                publicUrl,
                otherHosts,
                defaultUrl,
                limits,
                startTimeout,
                stopGrace,
                namedServers,
                homeQuota,
                culling,
                profiles);
    }

    /** The same with other limits, another rule for servers that nobody uses, and other profiles. */
    public HubConfig with(
            Supplier<Resources> otherLimits, @Nullable Long otherQuota, Culling otherCulling, Profiles otherProfiles) {
        return new HubConfig(
                homes,
                logs,
                origin,
                publicUrl,
                hosts,
                defaultUrl,
                otherLimits,
                startTimeout,
                stopGrace,
                namedServers,
                otherQuota,
                otherCulling,
                otherProfiles);
    }
}
