package dev.orrery.launch;

import java.nio.file.Path;

/**
 * What an environment is built from.
 *
 * @param digest SHA-256, hexadecimal, over all that decides what is in it
 */
record EnvironmentSource(String name, Path lock, String digest) {
    /** The folder's name: long enough that two never meet. */
    String folder() {
        return name + "-" + digest.substring(0, 12);
    }
}
