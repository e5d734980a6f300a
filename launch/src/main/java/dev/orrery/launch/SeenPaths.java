package dev.orrery.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a workload sees what was mounted for it: at the mounts' targets in a sandbox, in its own place without one. */
record SeenPaths(List<Seen> all) {
    /**
     * One mount.
     *
     * @param source on the host
     * @param target where it was asked for
     * @param at     where the workload finds it
     */
    record Seen(Path source, Path target, Path at) {}

    SeenPaths {
        all = all.stream()
                .sorted(Comparator.comparingInt((Seen seen) -> seen.target().getNameCount())
                        .reversed())
                .toList();
    }

    static SeenPaths of(List<Mount> mounts, Function<Mount, Path> at) {
        return new SeenPaths(mounts.stream()
                .map(mount -> new Seen(mount.source(), mount.target(), at.apply(mount)))
                .toList());
    }

    SeenPaths with(Seen one) {
        List<Seen> more = new ArrayList<>(all);
        more.add(one);
        return new SeenPaths(more);
    }

    /** Where the workload finds what was asked for at this path; that path itself where nothing was mounted. */
    Path visible(Path target) {
        return all.stream()
                .filter(seen -> target.startsWith(seen.target()))
                .findFirst()
                .map(seen -> seen.at().resolve(seen.target().relativize(target)).normalize())
                .orElse(target);
    }

    /** A text with each target in it, as a path or the beginning of one, put as the workload finds it. */
    String rewrite(String text) {
        if (all.isEmpty()) {
            return text;
        }
        // The first alternative that fits is taken, and the deepest targets come first.
        String targets = all.stream()
                .map(seen -> Pattern.quote(seen.target().toString()))
                .collect(Collectors.joining("|", "(?:(?<![\\w./-])|(?<=file://))(?:", ")(?![\\w.-])"));
        return Pattern.compile(targets)
                .matcher(text)
                .replaceAll((MatchResult found) ->
                        Matcher.quoteReplacement(visible(Path.of(found.group())).toString()));
    }

    /** Whether the folder, or something in it, is shown to the workload. */
    boolean show(Path folder) {
        return all.stream().anyMatch(seen -> seen.source().startsWith(folder));
    }

    String text() {
        return all.stream()
                .map(seen -> seen.source() + "\0" + seen.target() + "\0" + seen.at() + "\0")
                .collect(Collectors.joining());
    }

    static SeenPaths parse(String text) {
        String[] paths = text.split("\0", -1);
        List<Seen> all = new ArrayList<>();
        for (int i = 0; i + 2 < paths.length; i += 3) {
            all.add(new Seen(Path.of(paths[i]), Path.of(paths[i + 1]), Path.of(paths[i + 2])));
        }
        return new SeenPaths(all);
    }
}
