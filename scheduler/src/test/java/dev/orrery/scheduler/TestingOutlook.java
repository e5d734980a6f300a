package dev.orrery.scheduler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a test puts there is there: {@code user:path} for files. */
final class TestingOutlook implements Outlook {
    final Set<String> there = new HashSet<>();
    final List<String> looks = new ArrayList<>();
    boolean isBroken;

    @Override
    public boolean hasFile(String user, String path) {
        return look(user + ":" + path);
    }

    @Override
    public boolean hasObject(String url) {
        return look(url);
    }

    private boolean look(String what) {
        looks.add(what);
        if (isBroken) {
            throw new IllegalStateException("The store says no.");
        }
        return there.contains(what);
    }
}
