package dev.orrery.runner;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command line of {@code orrery run}, taken apart; papermill's options and what they are by default. */
final class RunOptions {
    /** What an option takes. */
    enum Option {
        HELP_NOTEBOOK(0, "--help-notebook"),
        PARAMETERS(2, "-p", "--parameters"),
        PARAMETERS_RAW(2, "-r", "--parameters_raw"),
        PARAMETERS_FILE(1, "-f", "--parameters_file"),
        PARAMETERS_YAML(1, "-y", "--parameters_yaml"),
        PARAMETERS_BASE64(1, "-b", "--parameters_base64"),
        INJECT_INPUT_PATH(0, "--inject-input-path"),
        INJECT_OUTPUT_PATH(0, "--inject-output-path"),
        INJECT_PATHS(0, "--inject-paths"),
        ENGINE(1, "--engine"),
        SAVE_ON_CELL(0, "--request-save-on-cell-execute", "!--no-request-save-on-cell-execute"),
        AUTOSAVE(1, "--autosave-cell-every"),
        PREPARE_ONLY(0, "--prepare-only", "!--prepare-execute"),
        KERNEL(1, "-k", "--kernel"),
        LANGUAGE(1, "-l", "--language"),
        CWD(1, "--cwd"),
        PROGRESS_BAR(0, "--progress-bar", "!--no-progress-bar"),
        LOG_OUTPUT(0, "--log-output", "!--no-log-output"),
        STDOUT_FILE(1, "--stdout-file"),
        STDERR_FILE(1, "--stderr-file"),
        LOG_LEVEL(1, "--log-level"),
        START_TIMEOUT(1, "--start-timeout", "--start_timeout"),
        EXECUTION_TIMEOUT(1, "--execution-timeout"),
        OUTPUT_LIMIT(1, "--output-limit"),
        REPORT_MODE(0, "--report-mode", "!--no-report-mode"),
        VERSION(0, "--version"),
        HELP(0, "-h", "--help");

        private final int arity;
        private final String names;

        /** @param names a name behind an exclamation mark turns the option off */
        Option(int arity, String... names) {
            this.arity = arity;
            this.names = String.join(" ", names);
        }
    }

    private record Named(Option option, String name, boolean on) {}

    private final Map<Option, List<List<String>>> values = new EnumMap<>(Option.class);
    private final Map<Option, Boolean> flags = new EnumMap<>(Option.class);
    private final List<String> paths = new ArrayList<>();

    private RunOptions() {}

    /** Takes arguments apart as papermill's own parser does; throws a usage {@link RunException}. */
    static RunOptions parse(List<String> arguments) {
        RunOptions options = new RunOptions();
        int index = 0;
        while (index < arguments.size()) {
            String argument = arguments.get(index);
            if (argument.equals("--")) {
                options.paths.addAll(arguments.subList(index + 1, arguments.size()));
                break;
            }
            if (argument.length() < 2 || argument.charAt(0) != '-') {
                options.paths.add(argument);
                index++;
            } else {
                index = options.option(arguments, index);
            }
        }
        if (options.paths.size() > 2) {
            List<String> extra = options.paths.subList(2, options.paths.size());
            throw RunException.usage("Got unexpected extra argument" + (extra.size() > 1 ? "s" : "") + " ("
                    + String.join(" ", extra) + ")");
        }
        options.check();
        return options;
    }

    private int option(List<String> arguments, int index) {
        String argument = arguments.get(index);
        String name = argument;
        String attached = null;
        int equals = argument.indexOf('=');
        if (argument.startsWith("--") && equals > 0) {
            name = argument.substring(0, equals);
            attached = argument.substring(equals + 1);
        } else if (!argument.startsWith("--") && argument.length() > 2) {
            name = argument.substring(0, 2);
            attached = argument.substring(2);
        }
        Named named = find(name);
        int arity = named.option().arity;
        if (arity == 0) {
            if (attached != null) {
                throw RunException.usage("Option '" + name + "' does not take a value.");
            }
            flags.put(named.option(), named.on());
            return index + 1;
        }
        List<String> taken = new ArrayList<>();
        int next = index + 1;
        if (attached != null) {
            taken.add(attached);
        }
        while (taken.size() < arity && next < arguments.size()) {
            taken.add(arguments.get(next++));
        }
        if (taken.size() < arity) {
            throw RunException.usage(
                    "Option '" + name + "' requires " + (arity == 1 ? "an argument." : arity + " arguments."));
        }
        values.computeIfAbsent(named.option(), key -> new ArrayList<>()).add(taken);
        return next;
    }

    private static Named find(String name) {
        for (Option option : Option.values()) {
            for (String each : option.names.split(" ", -1)) {
                boolean off = each.charAt(0) == '!';
                if (each.substring(off ? 1 : 0).equals(name)) {
                    return new Named(option, name, !off);
                }
            }
        }
        throw RunException.usage("No such option '" + name + "'.");
    }

    private void check() {
        seconds(Option.START_TIMEOUT);
        seconds(Option.EXECUTION_TIMEOUT);
        seconds(Option.AUTOSAVE);
        if (given(Option.OUTPUT_LIMIT)) {
            OutputLimit.parse(String.valueOf(text(Option.OUTPUT_LIMIT)), "--output-limit");
        }
        RunLog.Level.named(text(Option.LOG_LEVEL) == null ? "INFO" : String.valueOf(text(Option.LOG_LEVEL)));
    }

    /** The first path, or null. */
    @Nullable
    String firstPath() {
        return paths.isEmpty() ? null : paths.getFirst();
    }

    /** The second path, or null. */
    @Nullable
    String secondPath() {
        return paths.size() < 2 ? null : paths.get(1);
    }

    /** Whether a switch is on; {@code byDefault} where it was not given. */
    boolean flag(Option option, boolean byDefault) {
        return flags.getOrDefault(option, byDefault);
    }

    boolean given(Option option) {
        return flags.containsKey(option) || values.containsKey(option);
    }

    /** The last value of an option with one value, or null. */
    @Nullable
    String text(Option option) {
        List<List<String>> all = values.get(option);
        return all == null ? null : all.getLast().getFirst();
    }

    /** A whole number of seconds, or null. */
    @Nullable
    Long seconds(Option option) {
        String text = text(option);
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw RunException.usage("Invalid value for '" + option.names.replace(" ", "' / '") + "': '" + text
                    + "' is not a valid integer.");
        }
    }

    /** Every use of an option, in order, each with its values. */
    List<List<String>> all(Option option) {
        return values.getOrDefault(option, List.of());
    }
}
