package dev.orrery.identity;

import java.util.Optional;

/** Knows whose a name and a password are. Blocking; {@link dev.orrery.http.Problem} where somebody is known and not let in. */
@FunctionalInterface
public interface PasswordCheck {
    Optional<User> user(String name, String password);
}
