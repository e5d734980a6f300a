package dev.orrery.kernel;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Finds installed kernels where Jupyter does: the given directories, JUPYTER_PATH, the user's, those beside PATH, the system's. */
final class Kernelspecs {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private final List<Path> directories;

    /**
     * @param first {@code share/jupyter} directories that come before all others
     * @param environment where JUPYTER_PATH, HOME, PATH and the like are read from
     */
    Kernelspecs(List<Path> first, Map<String, String> environment) {
        Set<Path> all = new LinkedHashSet<>(first);
        split(environment.get("JUPYTER_PATH")).forEach(all::add);
        user(environment).ifPresent(all::add);
        for (Path bin : split(environment.get("PATH"))) {
            // An activated environment is known by its bin directory on the PATH.
            if (bin.getParent() != null) {
                all.add(bin.getParent().resolve("share/jupyter"));
            }
        }
        all.add(Path.of("/usr/local/share/jupyter"));
        all.add(Path.of("/usr/share/jupyter"));
        this.directories = List.copyOf(all);
    }

    /** @throws KernelException if there is none of this name, or it cannot be read */
    Kernelspec find(String name) {
        if (!NAME.matcher(name).matches() || name.startsWith(".")) {
            throw new KernelException(
                    "A kernel cannot be named \"" + name + "\".",
                    "Use letters, digits, '.', '_' and '-', as in python3.");
        }
        for (Path directory : directories) {
            for (String spelling : spellings(name)) {
                Path folder = directory.resolve("kernels").resolve(spelling);
                if (Files.isRegularFile(folder.resolve("kernel.json"))) {
                    return read(name, folder);
                }
            }
        }
        Set<String> known = names();
        throw new KernelException(
                "No kernel named \"" + name + "\" is installed.",
                known.isEmpty()
                        ? "Install one, for example: pip install ipykernel"
                        : "Install it, or choose one of: " + String.join(", ", known));
    }

    /** Jupyter finds names in small letters too, and takes the bare "python" for its own kernel. */
    private static Set<String> spellings(String name) {
        Set<String> spellings = new LinkedHashSet<>(List.of(name, name.toLowerCase(Locale.ROOT)));
        if (name.equals("python")) {
            spellings.add("python3");
        }
        return spellings;
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Path directory : directories) {
            try (Stream<Path> folders = Files.list(directory.resolve("kernels"))) {
                folders.filter(folder -> Files.isRegularFile(folder.resolve("kernel.json")))
                        .forEach(folder -> names.add(String.valueOf(folder.getFileName())));
            } catch (IOException | UncheckedIOException e) {
                // Not there, or not for us to read: as if it had none.
            }
        }
        return names;
    }

    private static Kernelspec read(String name, Path folder) {
        Path file = folder.resolve("kernel.json");
        try {
            JsonNode json = ProtocolJson.read(Files.readAllBytes(file));
            List<String> argv = new ArrayList<>();
            json.path("argv").forEach(word -> argv.add(word.asString("")));
            Map<String, String> environment = new LinkedHashMap<>();
            json.path("env")
                    .properties()
                    .forEach(e -> environment.put(e.getKey(), e.getValue().asString("")));
            return new Kernelspec(
                    name,
                    folder,
                    argv,
                    environment,
                    json.path("language").asString(""),
                    json.path("interrupt_mode").asString("signal").equals("message"));
        } catch (IOException | JacksonException e) {
            throw new KernelException(
                    "The kernelspec " + file + " cannot be read: " + e.getMessage(), "Install the kernel again.", e);
        }
    }

    private static Optional<Path> user(Map<String, String> environment) {
        String data = environment.get("JUPYTER_DATA_DIR");
        if (data != null && !data.isEmpty()) {
            return Optional.of(Path.of(data));
        }
        String xdg = environment.get("XDG_DATA_HOME");
        if (xdg != null && !xdg.isEmpty()) {
            return Optional.of(Path.of(xdg, "jupyter"));
        }
        return Optional.ofNullable(environment.get("HOME"))
                .filter(home -> !home.isEmpty())
                .map(home -> Path.of(home, ".local/share/jupyter"));
    }

    private static List<Path> split(@Nullable String path) {
        if (path == null) {
            return List.of();
        }
        return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
                .filter(part -> !part.isEmpty())
                .map(Path::of)
                .toList();
    }
}
