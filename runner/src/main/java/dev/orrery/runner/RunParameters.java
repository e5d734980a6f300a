package dev.orrery.runner;

import dev.orrery.runner.RunOptions.Option;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts the parameters of the command line together: later kinds win, a name keeps the place where it came first. */
final class RunParameters {
    private RunParameters() {}

    static Map<String, @Nullable Object> of(RunOptions options, String input, String output, NotebookFiles files) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        if (options.flag(Option.INJECT_INPUT_PATH, false) || options.flag(Option.INJECT_PATHS, false)) {
            parameters.put("PAPERMILL_INPUT_PATH", input);
        }
        if (options.flag(Option.INJECT_OUTPUT_PATH, false) || options.flag(Option.INJECT_PATHS, false)) {
            parameters.put("PAPERMILL_OUTPUT_PATH", output);
        }
        for (List<String> base64 : options.all(Option.PARAMETERS_BASE64)) {
            parameters.putAll(YamlParameters.parse(decode(base64.getFirst()), "--parameters_base64"));
        }
        for (List<String> path : options.all(Option.PARAMETERS_FILE)) {
            parameters.putAll(YamlParameters.parse(files.text(path.getFirst()), ShownUrl.of(path.getFirst())));
        }
        for (List<String> yaml : options.all(Option.PARAMETERS_YAML)) {
            parameters.putAll(YamlParameters.parse(yaml.getFirst(), "--parameters_yaml"));
        }
        for (List<String> pair : options.all(Option.PARAMETERS)) {
            parameters.put(pair.getFirst(), PythonNumbers.typed(pair.getLast()));
        }
        for (List<String> pair : options.all(Option.PARAMETERS_RAW)) {
            parameters.put(pair.getFirst(), pair.getLast());
        }
        return parameters;
    }

    /** The parameters, and {@code pm} with what papermill knows by itself. */
    static Map<String, @Nullable Object> withBuiltIn(Map<String, ? extends @Nullable Object> parameters, Instant now) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put(
                "pm",
                Map.of(
                        "run_uuid", UUID.randomUUID().toString(),
                        "current_datetime_local",
                                now.atZone(ZoneId.systemDefault()).toLocalDateTime(),
                        "current_datetime_utc", now.atZone(ZoneOffset.UTC)));
        all.putAll(parameters);
        return all;
    }

    /** As lenient as Python's own decoder: other characters are passed over, and what follows the padding is dropped. */
    private static String decode(String base64) {
        StringBuilder digits = new StringBuilder();
        int padding = 0;
        for (int i = 0; i < base64.length() && (padding == 0 || (digits.length() + padding) % 4 != 0); i++) {
            char c = base64.charAt(i);
            if (c == '=') {
                padding += digits.length() % 4 >= 2 ? 1 : 0;
            } else if ((c < 0x7f && Character.isLetterOrDigit(c)) || c == '+' || c == '/') {
                padding = 0;
                digits.append(c);
            }
        }
        if ((digits.length() + padding) % 4 != 0) {
            throw new RunException(
                    "The value of --parameters_base64 is not base64: its end is missing. Pass it whole.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(digits.toString())))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RunException("The value of --parameters_base64 is not UTF-8. Encode the YAML as UTF-8 first.");
        }
    }
}
