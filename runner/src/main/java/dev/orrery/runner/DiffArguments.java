package dev.orrery.runner;

import dev.orrery.notebook.diff.DiffOptions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command line of {@code orrery diff}, taken apart; the switches for parts are nbdiff's. */
final class DiffArguments {
    /** When to write in colours. */
    enum Colour {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** What else than showing a difference is asked for. */
    enum Action {
        DIFF,
        HELP,
        VERSION,
        GIT_DRIVER,
        INSTALL_GIT,
        UNINSTALL_GIT
    }

    /** A part of a notebook, with its letter: small to compare it alone, large to leave it out. */
    private enum Part {
        SOURCES('s', "sources"),
        OUTPUTS('o', "outputs"),
        ATTACHMENTS('a', "attachments"),
        METADATA('m', "metadata"),
        ID('i', "id"),
        DETAILS('d', "details");

        private final char letter;
        private final String word;

        Part(char letter, String word) {
            this.letter = letter;
            this.word = word;
        }
    }

    private final Map<Part, Boolean> parts = new EnumMap<>(Part.class);
    private final List<String> paths = new ArrayList<>();
    private Action action = Action.DIFF;
    private Colour colour = Colour.AUTO;
    private boolean json;
    private boolean exitCode;
    private boolean global;
    private @Nullable String out;
    private int context = 3;

    private DiffArguments() {}

    /** Takes arguments apart; throws a usage {@link RunException}. */
    static DiffArguments parse(List<String> arguments) {
        DiffArguments parsed = new DiffArguments();
        for (int index = 0; index < arguments.size(); ) {
            String argument = arguments.get(index);
            if (argument.equals("--") || parsed.action == Action.GIT_DRIVER) {
                // What git hands over is names and numbers alone.
                parsed.paths.addAll(arguments.subList(argument.equals("--") ? index + 1 : index, arguments.size()));
                break;
            }
            index += argument.length() > 1 && argument.startsWith("-")
                    ? parsed.option(arguments, index)
                    : parsed.path(argument);
        }
        if (parsed.parts.containsValue(true) && parsed.parts.containsValue(false)) {
            throw RunException.usage("Name either the parts to compare or those to leave out, not both.");
        }
        return parsed;
    }

    private int path(String path) {
        paths.add(path);
        return 1;
    }

    /** How many arguments were taken. */
    private int option(List<String> arguments, int index) {
        String argument = arguments.get(index);
        if (!argument.startsWith("--") && !argument.startsWith("-U")) {
            argument.chars().skip(1).forEach(letter -> letter((char) letter));
            return 1;
        }
        int equals = argument.startsWith("--") ? argument.indexOf('=') : 2;
        boolean attached = equals > 0 && equals < argument.length();
        String name = attached ? argument.substring(0, equals) : argument;
        String value = attached
                ? argument.substring(argument.startsWith("--") ? equals + 1 : equals)
                : index + 1 < arguments.size() ? arguments.get(index + 1) : null;
        if (valued(name, value)) {
            return attached ? 1 : 2;
        }
        if (attached) {
            throw RunException.usage("There is no option '" + name + "' that takes a value.");
        }
        flag(name);
        return 1;
    }

    private boolean valued(String name, @Nullable String value) {
        switch (name) {
            case "--out" -> out = required(name, value);
            case "--color", "--colour" -> colour = colour(required(name, value));
            case "-U", "--unified" -> context = number(name, required(name, value));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void flag(String name) {
        switch (name) {
            case "--json" -> json = true;
            case "--exit-code" -> exitCode = true;
            case "--no-color", "--no-colour" -> colour = Colour.NEVER;
            case "--global" -> global = true;
            case "--help" -> action = Action.HELP;
            case "--version" -> action = Action.VERSION;
            case "--git-driver" -> action = Action.GIT_DRIVER;
            case "--install-git" -> action = Action.INSTALL_GIT;
            case "--uninstall-git" -> action = Action.UNINSTALL_GIT;
            default -> part(name);
        }
    }

    private void part(String name) {
        for (Part part : Part.values()) {
            if (name.equals("--" + part.word) || name.equals("--ignore-" + part.word)) {
                parts.put(part, name.equals("--" + part.word));
                return;
            }
        }
        throw RunException.usage("There is no option '" + name + "'.");
    }

    private void letter(char letter) {
        if (letter == 'h') {
            action = Action.HELP;
            return;
        }
        for (Part part : Part.values()) {
            if (Character.toLowerCase(letter) == part.letter) {
                parts.put(part, letter == part.letter);
                return;
            }
        }
        throw RunException.usage("There is no option '-" + letter + "'.");
    }

    private static String required(String name, @Nullable String value) {
        if (value == null) {
            throw RunException.usage("Option '" + name + "' needs a value.");
        }
        return value;
    }

    private static Colour colour(String word) {
        return switch (word) {
            case "auto" -> Colour.AUTO;
            case "always" -> Colour.ALWAYS;
            case "never" -> Colour.NEVER;
            default -> throw RunException.usage("'--color' is auto, always or never, not '" + word + "'.");
        };
    }

    private static int number(String name, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 0 && number < 1_000_000_000) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is too large.
        }
        throw RunException.usage("Option '" + name + "' needs a number of lines, not '" + value + "'.");
    }

    Action action() {
        return action;
    }

    Colour colour() {
        return colour;
    }

    /** Whether the difference is written as nbdime's JSON. */
    boolean json() {
        return json;
    }

    boolean exitCode() {
        return exitCode;
    }

    boolean global() {
        return global;
    }

    /** The file that takes the JSON, or null. */
    @Nullable
    String out() {
        return out;
    }

    /** Unchanged lines shown around a changed one. */
    int context() {
        return context;
    }

    List<String> paths() {
        return paths;
    }

    /** What to compare: where any part is asked for, these alone; else all but those left out. */
    DiffOptions options() {
        boolean others = !parts.containsValue(true);
        return new DiffOptions(
                parts.getOrDefault(Part.SOURCES, others),
                parts.getOrDefault(Part.OUTPUTS, others),
                parts.getOrDefault(Part.ATTACHMENTS, others),
                parts.getOrDefault(Part.METADATA, others),
                parts.getOrDefault(Part.ID, others),
                parts.getOrDefault(Part.DETAILS, others));
    }
}
