package dev.orrery.identity.login;

/** A check of passwords that the platform does not know itself, such as those of the operating system's users. */
@FunctionalInterface
public interface PasswordCheck {
    /**
     * Whether the name has that password, and may log in now. Blocking; {@link IllegalStateException} where it cannot be found
     * out.
     *
     * @param service which of the system's rules count, such as {@code login}
     */
    boolean isRight(String service, String name, String password);
}
