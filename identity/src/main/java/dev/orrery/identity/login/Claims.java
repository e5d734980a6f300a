package dev.orrery.identity.login;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an OpenID provider says of a person. */
record Claims(Map<String, Object> claims) {

    /** The person; {@link LoginRefused} where a claim that is needed is missing. */
    Person person(ProviderSettings.OpenId settings) {
        String domain = text("hd");
        if (settings.hostedDomain() != null && !settings.hostedDomain().equalsIgnoreCase(domain)) {
            throw new LoginRefused(
                    LoginRefused.Code.NOT_ALLOWED, "the account is not one of " + settings.hostedDomain());
        }
        String email = isTrue("email_verified") ? text("email") : null;
        String name = settings.nameClaim().equals("email") ? email : text(settings.nameClaim());
        if (name == null) {
            throw new LoginRefused(
                    LoginRefused.Code.BAD_NAME,
                    "there is no claim '" + settings.nameClaim() + "', or it is an address that is not verified; "
                            + "these claims came: " + String.join(", ", new TreeSet<>(claims.keySet())));
        }
        return new Person(String.valueOf(claims.get("sub")), name, email, domain, groups(settings.groupsClaim()));
    }

    private @Nullable Set<String> groups(@Nullable String claim) {
        if (claim == null) {
            return null;
        }
        Set<String> groups = new TreeSet<>();
        switch (claims.get(claim)) {
            case Collection<?> many -> many.forEach(one -> groups.add(String.valueOf(one)));
            case String one -> groups.add(one);
            case null, default -> {}
        }
        return groups;
    }

    private @Nullable String text(String claim) {
        return claims.get(claim) instanceof String text && !text.isEmpty() ? text : null;
    }

    private boolean isTrue(String claim) {
        // Some providers write it as text.
        return "true".equals(String.valueOf(claims.get(claim)));
    }
}
