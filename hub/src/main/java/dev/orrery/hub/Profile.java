package dev.orrery.hub;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One kind of server that a user may choose, as Zero to JupyterHub's {@code profileList} has it.
 *
 * @param groups who may take it; empty is everybody
 */
record Profile(
        String slug,
        String displayName,
        String description,
        boolean isDefault,
        Set<String> groups,
        ServerSpec spec,
        List<Option> options) {
    Profile {
        groups = Set.copyOf(groups);
        options = List.copyOf(options);
    }

    /** Something to choose within a profile. The first choice, or the one that says so, is taken where nothing is chosen. */
    record Option(
            String name,
            String displayName,
            List<Choice> choices,
            @Nullable Unlisted unlisted) {
        Option {
            choices = List.copyOf(choices);
        }
    }

    record Choice(String slug, String displayName, boolean isDefault, ServerSpec spec) {}

    /**
     * A value of the user's own.
     *
     * @param member what it is for, such as {@code mem_limit}, to the template that it is put in for {@code {value}}
     */
    record Unlisted(String displayName, Pattern pattern, String message, Map<String, String> member) {}

    boolean isFor(Set<String> own) {
        return groups.isEmpty() || own.stream().anyMatch(groups::contains);
    }
}
