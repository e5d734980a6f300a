package dev.orrery.hub;

import dev.orrery.hub.Profile.Choice;
import dev.orrery.hub.Profile.Option;
import dev.orrery.hub.Profile.Unlisted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * {@code profiles.yaml}: a {@code profileList} as Zero to JupyterHub's Helm chart has it, alone, or below {@code profileList} or
 * {@code singleuser.profileList}. What only Kubernetes can do is left out, and said once.
 */
public final class ProfilesFile {
    private static final Logger LOG = LoggerFactory.getLogger(ProfilesFile.class);
    private static final Pattern BYTES = Pattern.compile("(\\d+(?:\\.\\d+)?)([KMGT]?)");
    private static final String UNITS = "KMGT";

    private final Path file;
    private final Set<String> ignored = new TreeSet<>();

    private ProfilesFile(Path file) {
        this.file = file;
    }

    /** The file's profiles, none where there is no file; {@link HubException} with the line where it is wrong. */
    public static Profiles read(Path file) {
        if (!Files.exists(file)) {
            return Profiles.none();
        }
        ProfilesFile reader = new ProfilesFile(file);
        try {
            return reader.parse(Files.readString(file));
        } catch (IOException e) {
            throw new HubException(HubException.Code.BAD_OPTIONS, file + " cannot be read: " + e.getMessage());
        } catch (YamlPart.Wrong e) {
            throw new HubException(HubException.Code.BAD_OPTIONS, file + ", line " + e.line() + ": " + e.getMessage());
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> ", line " + (mark.getLine() + 1))
                    .orElse("");
            throw new HubException(
                    HubException.Code.BAD_OPTIONS, file + line + ": " + e.getProblem() + ". Mend the YAML there.");
        }
    }

    private Profiles parse(String text) {
        YamlPart root = new Compose(LoadSettings.builder().build())
                .composeString(text)
                .map(YamlPart::new)
                .orElse(null);
        if (root == null) {
            return Profiles.none();
        }
        root = root.find("singleuser").orElse(root);
        root = root.find("profileList").orElse(root);
        List<Profile> profiles = new ArrayList<>();
        Set<String> slugs = new HashSet<>();
        for (YamlPart part : root.list("a list of profiles, each with a display_name")) {
            Profile profile = profile(part);
            if (!slugs.add(profile.slug())) {
                throw part.wrong("two profiles have the slug '" + profile.slug() + "'. Give each another.");
            }
            profiles.add(profile);
        }
        if (!ignored.isEmpty()) {
            LOG.info("{}: left out, since servers here are no pods: {}", file, String.join(", ", ignored));
        }
        return new Profiles(profiles);
    }

    private Profile profile(YamlPart part) {
        part.onlyKnows(
                "display_name",
                "slug",
                "description",
                "default",
                "environment",
                "kubespawner_override",
                "profile_options",
                "groups");
        String name = part.text("display_name");
        if (name == null) {
            throw part.wrong("a profile has no display_name. Add one.");
        }
        List<Option> options = new ArrayList<>();
        part.find("profile_options")
                .ifPresent(all -> all.members().forEach((option, value) -> options.add(option(option, value))));
        Set<String> groups = new HashSet<>();
        part.find("groups")
                .ifPresent(all -> all.list("a list of groups' names").forEach(group -> groups.add(group.value())));
        String slug = part.text("slug");
        String description = part.text("description");
        return new Profile(
                slug == null ? slug(name) : slug,
                name,
                description == null ? "" : description.strip(),
                part.isTrue("default"),
                groups,
                override(part),
                options);
    }

    private Option option(String name, YamlPart part) {
        part.onlyKnows("display_name", "choices", "unlisted_choice");
        List<Choice> choices = new ArrayList<>();
        part.find("choices")
                .ifPresent(all -> all.members().forEach((slug, choice) -> {
                    choice.onlyKnows("display_name", "default", "environment", "kubespawner_override");
                    String display = choice.text("display_name");
                    choices.add(new Choice(
                            slug, display == null ? slug : display, choice.isTrue("default"), override(choice)));
                }));
        String display = part.text("display_name");
        Unlisted unlisted = part.find("unlisted_choice")
                .filter(own -> own.isTrue("enabled"))
                .map(this::unlisted)
                .orElse(null);
        if (choices.isEmpty() && unlisted == null) {
            throw part.wrong(
                    "the option '" + name + "' has nothing to choose from. Give it choices or an unlisted_choice.");
        }
        return new Option(name, display == null ? name : display, choices, unlisted);
    }

    private Unlisted unlisted(YamlPart part) {
        String display = part.text("display_name");
        String regex = part.text("validation_regex");
        String message = part.text("validation_message");
        Map<String, String> members = new LinkedHashMap<>();
        part.find("kubespawner_override")
                .ifPresent(override -> override.members().forEach((member, value) -> {
                    if (Set.of("mem_limit", "cpu_limit", "default_url").contains(member)) {
                        members.put(member, value.value());
                    } else {
                        ignored.add(member);
                    }
                }));
        try {
            return new Unlisted(
                    display == null ? "Other" : display,
                    Pattern.compile(regex == null ? ".{1,100}" : regex),
                    message == null ? "that value is not allowed." : message,
                    members);
        } catch (PatternSyntaxException e) {
            throw part.wrong("validation_regex is no regular expression: " + e.getDescription() + ". Mend it.");
        }
    }

    private ServerSpec override(YamlPart part) {
        String environment = part.text("environment");
        ServerSpec own = new ServerSpec(null, null, environment, Map.of(), null);
        YamlPart override = part.find("kubespawner_override").orElse(null);
        if (override == null) {
            return own;
        }
        Map<String, String> plain = new LinkedHashMap<>();
        Map<String, String> variables = new LinkedHashMap<>();
        override.members().forEach((member, value) -> {
            switch (member) {
                case "mem_limit", "cpu_limit", "mem_guarantee", "cpu_guarantee", "default_url" ->
                    plain.put(member, value.value());
                case "environment", "extra_environment" ->
                    value.members().forEach((variable, text) -> variables.put(variable, text.value()));
                default -> ignored.add(member);
            }
        });
        try {
            ServerSpec spec = spec(plain, "");
            return own.with(new ServerSpec(null, null, null, variables, null)).with(spec);
        } catch (HubException e) {
            throw override.wrong(String.valueOf(e.getMessage()));
        }
    }

    /** @param value put in for {@code {value}} */
    static ServerSpec spec(Map<String, String> members, String value) {
        Long memory = null;
        Double cpus = null;
        String url = null;
        Map<String, String> variables = new LinkedHashMap<>();
        for (Map.Entry<String, String> member : members.entrySet()) {
            String text = member.getValue().replace("{value}", value);
            switch (member.getKey()) {
                case "mem_limit" -> memory = bytes(text);
                case "cpu_limit" -> cpus = cpus(text);
                case "mem_guarantee" -> variables.put("MEM_GUARANTEE", Long.toString(bytes(text)));
                case "cpu_guarantee" -> variables.put("CPU_GUARANTEE", Double.toString(cpus(text)));
                default -> url = text;
            }
        }
        return new ServerSpec(memory, cpus, null, variables, url);
    }

    /** As JupyterHub writes it: a number, or one with K, M, G or T, each 1024 of the one before. */
    static long bytes(String text) {
        var match = BYTES.matcher(text.strip().toUpperCase(Locale.ROOT));
        double value = match.matches()
                ? Double.parseDouble(match.group(1)) * Math.pow(1024, UNITS.indexOf(match.group(2)) + 1)
                : 0;
        if (match.matches() && match.group(2).isEmpty()) {
            value /= 1024;
        }
        if (value < 4 << 20 || value > 1L << 60) {
            throw new HubException(
                    HubException.Code.BAD_OPTIONS,
                    "'" + text + "' is no size of memory. Write it as 512M or 2G, 4M at least.");
        }
        return (long) value;
    }

    static double cpus(String text) {
        try {
            double cpus = Double.parseDouble(text.strip());
            if (cpus >= 0.01 && cpus <= 100_000) {
                return cpus;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new HubException(
                HubException.Code.BAD_OPTIONS,
                "'" + text + "' is no number of CPUs. Write it as 0.5 or 2, 0.01 at least.");
    }

    private static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    }
}
