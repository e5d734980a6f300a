package dev.orrery.hub;

import dev.orrery.hub.Profile.Choice;
import dev.orrery.hub.Profile.Option;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The profiles of this platform, and what comes of the options that a server is started with. */
public final class Profiles {
    private static final String UNLISTED = "--unlisted-choice";

    private final List<Profile> profiles;

    Profiles(List<Profile> profiles) {
        this.profiles = List.copyOf(profiles);
    }

    /** Every server is the same; options are kept and choose nothing. */
    public static Profiles none() {
        return new Profiles(List.of());
    }

    /** The environments that they name. */
    public Set<String> environments() {
        return profiles.stream()
                .flatMap(profile -> Stream.concat(
                        Stream.of(profile.spec()),
                        profile.options().stream()
                                .flatMap(option -> option.choices().stream())
                                .map(Choice::spec)))
                .map(ServerSpec::environment)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that a user of these groups may take. */
    List<Profile> of(Set<String> groups) {
        return profiles.stream().filter(profile -> profile.isFor(groups)).toList();
    }

    /**
     * What the server will be.
     *
     * @param options {@code profile} and the profile's options by their names, as KubeSpawner has them, or its form's fields
     * @param limits what the user may have at most
     */
    ServerSpec choose(JsonNode options, Set<String> groups, ServerSpec limits) {
        ServerSpec chosen = within(limits, profiles.isEmpty() ? ServerSpec.NOTHING : chosen(options, groups));
        return limits.with(chosen);
    }

    private ServerSpec chosen(JsonNode options, Set<String> groups) {
        List<Profile> own = of(groups);
        String wanted = text(options.path("profile"));
        Profile profile = own.stream()
                .filter(one -> wanted.isEmpty() ? one.isDefault() : one.slug().equals(wanted))
                .findFirst()
                .or(() -> wanted.isEmpty() ? own.stream().findFirst() : Optional.empty())
                .orElseThrow(() -> bad(
                        wanted.isEmpty() ? "There is no profile for you." : "There is no profile '" + wanted + "'.",
                        own.stream().map(Profile::slug)));
        ServerSpec spec = profile.spec();
        for (Option option : profile.options()) {
            spec = spec.with(chosen(profile, option, options));
        }
        return spec;
    }

    private static ServerSpec chosen(Profile profile, Option option, JsonNode options) {
        String field = "profile-option-" + profile.slug() + "--" + option.name();
        String own = first(options, option.name() + UNLISTED, field + UNLISTED);
        if (!own.isEmpty() && option.unlisted() != null) {
            if (!option.unlisted().pattern().matcher(own).matches()) {
                throw new HubException(
                        HubException.Code.BAD_OPTIONS,
                        option.displayName() + ": " + option.unlisted().message());
            }
            return ProfilesFile.spec(option.unlisted().member(), own);
        }
        String wanted = first(options, option.name(), field);
        return option.choices().stream()
                .filter(choice ->
                        wanted.isEmpty() ? choice.isDefault() : choice.slug().equals(wanted))
                .findFirst()
                .or(() -> wanted.isEmpty() ? option.choices().stream().findFirst() : Optional.empty())
                .map(Choice::spec)
                .orElseGet(() -> {
                    if (wanted.isEmpty()) {
                        return ServerSpec.NOTHING;
                    }
                    throw bad(
                            option.displayName() + " has no choice '" + wanted + "'.",
                            option.choices().stream().map(Choice::slug));
                });
    }

    private static ServerSpec within(ServerSpec limits, ServerSpec spec) {
        Long memory = limits.memoryBytes();
        Double cpus = limits.cpus();
        if (memory != null && spec.memoryBytes() != null && spec.memoryBytes() > memory) {
            throw new HubException(
                    HubException.Code.BAD_OPTIONS,
                    "Your group's servers may have at most " + (memory >> 20) + " MiB of memory. Choose less.");
        }
        if (cpus != null && spec.cpus() != null && spec.cpus() > cpus) {
            throw new HubException(
                    HubException.Code.BAD_OPTIONS,
                    "Your group's servers may have at most " + cpus + " CPUs. Choose less.");
        }
        return spec;
    }

    private static HubException bad(String what, Stream<String> known) {
        return new HubException(
                HubException.Code.BAD_OPTIONS, what + " Choose one of: " + known.collect(Collectors.joining(", ")));
    }

    private static String first(JsonNode options, String... names) {
        return Arrays.stream(names)
                .map(name -> text(options.path(name)))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** A form's field is a list of one; "" where there is none. */
    private static String text(JsonNode value) {
        return (value.isArray() ? value.path(0) : value).asString("");
    }
}
