package dev.orrery.runner;

import dev.orrery.kernel.ExecutionOptions;
import dev.orrery.runner.RunOptions.Option;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many bytes of outputs an output notebook may hold: {@code --output-limit}, else {@code ORRERY_OUTPUT_LIMIT}, else 64 MiB. */
final class OutputLimit {
    static final String VARIABLE = "ORRERY_OUTPUT_LIMIT";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([KMGT]?)(I?B)?");
    private static final String UNITS = "KMGT";

    private OutputLimit() {}

    static long of(RunOptions options, Map<String, String> environment) {
        String option = options.text(Option.OUTPUT_LIMIT);
        if (option != null) {
            return parse(option, "--output-limit");
        }
        String variable = environment.getOrDefault(VARIABLE, "");
        return variable.isBlank() ? ExecutionOptions.DEFAULT_MAX_OUTPUT_BYTES : parse(variable, VARIABLE);
    }

    /** Bytes, or with K, M, G or T, which count in 1024s; 0 is no limit. Throws a usage {@link RunException}. */
    static long parse(String text, String source) {
        Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            throw RunException.usage("Invalid value for '" + source + "': '" + text
                    + "' is no size. Write bytes, or 512K, 64M, 2G; 0 for no limit.");
        }
        long number = Long.parseLong(size.group(1));
        int power = size.group(2).isEmpty() ? 0 : UNITS.indexOf(size.group(2)) + 1;
        if (number == 0 || number > Long.MAX_VALUE >> (10 * power)) {
            return Long.MAX_VALUE;
        }
        return number << (10 * power);
    }
}
