package dev.orrery.server;

import dev.orrery.hub.HubConfig;
import dev.orrery.hub.HubException;
import dev.orrery.hub.Profiles;
import dev.orrery.hub.ProfilesFile;
import dev.orrery.hub.ServerLimits;
import dev.orrery.hub.proxy.ServerHosts;
import dev.orrery.launch.Homes;
import dev.orrery.launch.Resources;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the configuration says of user servers, as the hub takes it; a {@link UsageException} names the setting that is wrong. */
final class UserServerSettings {
    private UserServerSettings() {}

    static HubConfig of(ServerConfig config, HomeDirectory home) {
        Profiles profiles = profiles(config);
        return HubConfig.defaults(
                        new Homes(home.folder("homes"), config.newHome()),
                        home.folder("logs"),
                        config.origin(),
                        config.browserUrl())
                .with(limits(config), quota(config), config.culling(), profiles)
                .with(hosts(config));
    }

    private static Profiles profiles(ServerConfig config) {
        try {
            return ProfilesFile.read(config.profiles());
        } catch (HubException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static Supplier<Resources> limits(ServerConfig config) {
        try {
            return ServerLimits.of(config.serverMemory(), config.serverCpus(), WarmSlots::memory);
        } catch (HubException e) {
            throw new UsageException("ORRERY_SERVER_MEMORY or ORRERY_SERVER_CPUS: " + e.getMessage());
        }
    }

    private static @Nullable Long quota(ServerConfig config) {
        try {
            return ServerLimits.bytes(config.homeQuota());
        } catch (HubException e) {
            throw new UsageException("ORRERY_HOME_QUOTA: " + e.getMessage());
        }
    }

    private static ServerHosts hosts(ServerConfig config) {
        try {
            return config.subdomains()
                    ? ServerHosts.subdomains(config.browserUrl())
                    : ServerHosts.shared(config.browserUrl());
        } catch (IllegalArgumentException e) {
            throw new UsageException("ORRERY_SUBDOMAINS: " + e.getMessage() + " Set ORRERY_PUBLIC_URL.");
        }
    }
}
