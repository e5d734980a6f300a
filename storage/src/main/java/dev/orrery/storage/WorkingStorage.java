package dev.orrery.storage;

import java.nio.file.Path;

/** Object storage whose folders can be handed to a process on this machine, which writes its objects as files. */
public interface WorkingStorage extends ObjectStorage, AutoCloseable {
    /**
     * Makes a folder for others to write into, and says where it is. Only the caller may write into its parents:
     * a folder below one that hostile code may write into cannot be made safely.
     */
    Path makeFolder(String prefix);

    /** Nobody writes into the folder any more: it may be moved to where it is kept. Told once or again, it comes to the same. */
    void finished(String prefix);

    @Override
    void close();
}
