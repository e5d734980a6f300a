package dev.orrery.database;

/** The database was written by a newer version of the program than this one, which cannot know what it holds. Nothing was changed. */
public final class NewerDatabaseException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NewerDatabaseException(String module, String migration) {
        super("The database was written by a newer version (" + module + " " + migration
                + "): start that version, or restore a backup that is older than the upgrade. Nothing was changed.");
    }
}
