package dev.orrery.publish;

/**
 * Where a dag's files stand in the repository.
 *
 * @param commit the last commit that changed the dag's folder, 40 hexadecimal digits
 * @param author the user who made that commit
 * @param changed false where the very same files stood there already, and no commit was made
 */
public record Committed(String commit, String author, boolean changed) {}
