package dev.orrery.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts failed logins by name and address together, by address and by name. The last has a wide limit, since anyone
 * could otherwise lock a colleague out.
 */
final class LoginLimiter {
    static final Duration WINDOW = Duration.ofMinutes(5);
    static final int PER_NAME_AND_ADDRESS = 10;
    static final int PER_ADDRESS = 50;
    static final int PER_NAME = 200;
    private static final int MAX_KEYS = 20_000;

    private final InstantSource clock;
    private final Map<String, Failures> failures = new HashMap<>();

    private record Failures(Instant since, int count) {}

    private record Key(String text, int limit) {}

    LoginLimiter(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void check(String name, String address) {
        Instant now = clock.instant();
        for (Key key : keys(name, address)) {
            Failures seen = failures.get(key.text());
            if (seen != null && seen.since().plus(WINDOW).isAfter(now) && seen.count() >= key.limit()) {
                long seconds = Duration.between(now, seen.since().plus(WINDOW)).toSeconds() + 1;
                throw new IdentityException(
                        IdentityException.Code.TOO_MANY_LOGINS,
                        "Too many failed logins. Try again in " + seconds + " seconds.");
            }
        }
    }

    synchronized void failed(String name, String address) {
        Instant now = clock.instant();
        if (failures.size() > MAX_KEYS) {
            failures.values().removeIf(seen -> !seen.since().plus(WINDOW).isAfter(now));
        }
        for (Key key : keys(name, address)) {
            Failures seen = failures.get(key.text());
            Failures more = seen == null || !seen.since().plus(WINDOW).isAfter(now)
                    ? new Failures(now, 1)
                    : new Failures(seen.since(), seen.count() + 1);
            failures.put(key.text(), more);
        }
    }

    synchronized void succeeded(String name, String address) {
        failures.remove(keys(name, address).getFirst().text());
    }

    private static List<Key> keys(String name, String address) {
        // A name that nobody can have is not worth a key of its own, and could be of any length.
        String shortName = UserName.isValid(name) ? name : "?";
        return List.of(
                new Key("both " + shortName + " " + address, PER_NAME_AND_ADDRESS),
                new Key("address " + address, PER_ADDRESS),
                new Key("name " + shortName, PER_NAME));
    }
}
