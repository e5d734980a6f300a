package dev.orrery.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stub, see the next commit. */
public final class Environments {
    public Environments(Path sources, @Nullable Path toolbox, Path home, @Nullable String python) {}

    public List<EnvironmentStatus> list() {
        return List.of();
    }

    public void ensure(String name) {}

    public Optional<Environment> ready(String name) {
        return Optional.empty();
    }

    public void onChange(Consumer<String> listener) {}
}
