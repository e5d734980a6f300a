package dev.orrery.runner;

import dev.orrery.kernel.ProtocolJson;
import dev.orrery.storage.DirectoryStorage;
import dev.orrery.storage.StorageException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The folder through which a task's code gets the values of the tasks before it ({@code inputs.json}, by task and name) and
 * puts out its own ({@code outputs/NAME.json}). What stands there was written by that code, and may be anything.
 */
final class ValueFolder {
    /** The variable that tells the code where it is. */
    static final String VARIABLE = "ORRERY_TOOLBOX";

    /** At most so many names, bytes of one value, and bytes of all. */
    static final int MOST_NAMES = 100;

    static final int MOST_BYTES = 1 << 20;
    static final int MOST_BYTES_TOGETHER = 4 << 20;

    private static final String FOLDER = "_toolbox";
    private static final String OUTPUTS = FOLDER + "/outputs";
    private static final String SUFFIX = ".json";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,99}");

    private final Path workdir;

    ValueFolder(Path workdir) {
        this.workdir = workdir;
    }

    /** {@code variables} with this folder's over them. */
    Map<String, String> over(Map<String, String> variables) {
        Map<String, String> all = new LinkedHashMap<>(variables);
        all.put(VARIABLE, workdir.resolve(FOLDER).toString());
        return all;
    }

    /** @throws RunnerException where they cannot be written */
    void give(ObjectNode inputs) {
        if (inputs.isEmpty()) {
            return;
        }
        try {
            new DirectoryStorage(workdir).put(FOLDER + "/inputs.json", ProtocolJson.write(inputs));
        } catch (StorageException e) {
            throw new RunnerException("The values of the tasks before could not be written: " + e.getMessage(), e);
        }
    }

    /**
     * What the code put out, by name.
     *
     * @throws RunnerException where one of the values is none, or is too long, or there are too many
     */
    ObjectNode outputs() {
        ObjectNode outputs = ProtocolJson.object();
        if (!Files.isDirectory(workdir.resolve(OUTPUTS), LinkOption.NOFOLLOW_LINKS)) {
            return outputs;
        }
        try {
            DirectoryStorage storage = new DirectoryStorage(workdir);
            int bytes = 0;
            for (String name : names(storage)) {
                byte[] content = storage.get(OUTPUTS + "/" + name + SUFFIX, 0, MOST_BYTES + 1)
                        .orElse(new byte[0]);
                bytes += content.length;
                if (content.length > MOST_BYTES || bytes > MOST_BYTES_TOGETHER) {
                    throw new RunnerException("The value '" + name + "' is too long to be handed on: at most "
                            + "1 MiB each and 4 MiB in all. Store it, and put out where it is stored.");
                }
                outputs.set(name, ProtocolJson.readValue(content));
                if (outputs.size() > MOST_NAMES) {
                    throw new RunnerException(
                            "More than " + MOST_NAMES + " values cannot be handed on: put several into one mapping.");
                }
            }
            return outputs;
        } catch (JacksonException e) {
            throw new RunnerException("A file in " + VARIABLE + "/outputs is not JSON: " + e.getOriginalMessage(), e);
        } catch (StorageException e) {
            throw new RunnerException("The values that were put out cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<String> names(DirectoryStorage storage) {
        List<String> names = new ArrayList<>();
        for (String key : storage.list(OUTPUTS)) {
            String file = key.substring(OUTPUTS.length() + 1);
            // What has another ending is on its way, or somebody else's.
            if (file.endsWith(SUFFIX) && file.indexOf('/') < 0) {
                String name = file.substring(0, file.length() - SUFFIX.length());
                if (!NAME.matcher(name).matches()) {
                    throw new RunnerException(
                            "'" + name + "' is no name for a value: use 1 to 100 letters, digits, '_' and '-'.");
                }
                names.add(name);
            }
        }
        return names;
    }
}
