package dev.orrery.identity.login;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A login provider as {@code login.json} describes it. */
sealed interface ProviderSettings {
    /** Stands in addresses and with the links of its users: it must not change. */
    String id();

    /** What the login page calls it. */
    String title();

    Policy policy();

    /**
     * What a provider knows us by.
     *
     * @param secret null for a public client, which has PKCE alone
     */
    record Client(String id, @Nullable String secret) {
        @Override
        public String toString() {
            return "Client[" + id + "]";
        }
    }

    /**
     * OpenID Connect.
     *
     * @param nameClaim such as {@code preferred_username}
     * @param groupsClaim null: it is not asked for groups
     * @param hostedDomain Google's {@code hd}: only accounts of this organisation; null: any
     * @param logout whether who logs out here is logged out there too
     */
    record OpenId(
            String id,
            String title,
            Policy policy,
            URI issuer,
            Client client,
            List<String> scopes,
            String nameClaim,
            @Nullable String groupsClaim,
            @Nullable String hostedDomain,
            boolean logout)
            implements ProviderSettings {}

    /**
     * The accounts of the machine, through PAM. Its people log in with the same form as those with a password of the platform's.
     *
     * @param service of PAM, such as {@code login}
     * @param folder where the service's file is; null: where the system looks
     */
    record Pam(
            String id,
            String title,
            Policy policy,
            String service,
            @Nullable Path folder) implements ProviderSettings {}

    /** GitHub or GitHub Enterprise; organisations are groups {@code ORG}, teams {@code ORG:TEAM}. */
    record GitHub(String id, String title, Policy policy, URI url, URI api, Client client)
            implements ProviderSettings {}
}
