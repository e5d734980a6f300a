package dev.orrery.identity;

import java.util.Optional;

/** Whether the platform can take another user: what is around identity knows it. */
@FunctionalInterface
public interface UserLimit {
    /**
     * @param users how many there are
     * @return why there can be no other, in words for the person who asked; empty where there can
     */
    Optional<String> refusal(int users);

    /** As many as there come. */
    static UserLimit none() {
        return users -> Optional.empty();
    }
}
