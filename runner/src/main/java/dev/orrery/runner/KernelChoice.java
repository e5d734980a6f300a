package dev.orrery.runner;

import dev.orrery.notebook.Notebook;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kernel and the language that a notebook's parameters are written for. */
record KernelChoice(String kernel, String language) {
    /** @param kernel what the command line says instead of the notebook, or null; so with the language */
    static KernelChoice of(Notebook notebook, @Nullable String kernel, @Nullable String language) {
        return new KernelChoice(
                kernelOf(notebook, kernel),
                Optional.ofNullable(language)
                        .or(notebook::language)
                        .orElseThrow(() -> new RunException("No language found in notebook and no override provided."
                                + " Name it with -l, as in -l python.")));
    }

    static String kernelOf(Notebook notebook, @Nullable String kernel) {
        return Optional.ofNullable(kernel)
                .or(notebook::kernelName)
                .orElseThrow(() -> new RunException("No kernel name found in notebook and no override provided."
                        + " Name it with -k, as in -k python3."));
    }
}
