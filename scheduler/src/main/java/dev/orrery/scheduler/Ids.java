package dev.orrery.scheduler;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Ids that nothing else has: 128 random bits. They are names, and open nothing to who knows them. */
final class Ids {
    private Ids() {}

    static String fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
    }
}
