package dev.orrery.hub;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shares and codes as JupyterHub's API shows them. */
final class ShareModels {
    private final Servers servers;

    ShareModels(Servers servers) {
        this.servers = servers;
    }

    Map<String, @Nullable Object> of(Share share) {
        Map<String, Object> who = Map.of("name", share.recipient().name());
        boolean isGroup = share.recipient().kind() == Share.Kind.GROUP;
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("server", serverModel(share.server()));
        model.put("scopes", share.scopes());
        model.put("user", isGroup ? null : who);
        model.put("group", isGroup ? who : null);
        model.put("kind", share.recipient().kind().text());
        model.put("created_at", HubModels.time(share.createdAt()));
        return model;
    }

    Map<String, @Nullable Object> of(Share.Code code) {
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("server", serverModel(code.server()));
        model.put("scopes", code.scopes());
        model.put("id", code.id());
        model.put("created_at", HubModels.time(code.createdAt()));
        model.put("expires_at", HubModels.time(code.expiresAt()));
        model.put("exchange_count", code.exchanges());
        model.put("last_exchanged_at", HubModels.time(code.lastExchanged()));
        return model;
    }

    private Map<String, @Nullable Object> serverModel(ServerName name) {
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("user", Map.of("name", name.user()));
        model.put("name", name.name());
        model.put("url", name.prefix());
        model.put("full_url", null);
        model.put("ready", servers.get(name).state() == ServerState.READY);
        return model;
    }
}
