package dev.orrery.dag;

/**
 * What a task's attempt takes of a pool, and who goes first where a pool or the platform has no place left.
 *
 * @param slots from 1
 * @param priority the greater goes first
 */
public record PoolUse(String pool, int slots, int priority) {
    public static final String DEFAULT_POOL = "default_pool";
    public static final PoolUse DEFAULT = new PoolUse(DEFAULT_POOL, 1, 1);
}
