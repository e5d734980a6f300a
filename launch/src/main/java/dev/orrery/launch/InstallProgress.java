package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How far an installation is: from the lines that uv writes, and from the packages that appear on the disk in between. */
final class InstallProgress implements AutoCloseable {
    private static final long LOOK_NANOS = 200_000_000;
    private static final Pattern COUNT = Pattern.compile("^(Resolved|Prepared|Installed) (\\d+) packages?\\b.*");

    private final Path packages;
    private final Path archives;
    private final EnvironmentBuilder.Progress progress;
    private final long archivesBefore;
    private final Thread looking;
    private volatile Step step = Step.RESOLVING;
    private volatile int total;
    private volatile boolean closed;

    private enum Step {
        RESOLVING("Looking up packages"),
        DOWNLOADING("Downloading packages"),
        INSTALLING("Installing packages"),
        COMPILING("Compiling Python files");

        private final String words;

        Step(String words) {
            this.words = words;
        }
    }

    InstallProgress(Path packages, Path cache, EnvironmentBuilder.Progress progress) {
        this.packages = packages;
        this.archives = cache.resolve("archive-v0");
        this.progress = progress;
        this.archivesBefore = count(archives, "");
        this.looking = Thread.startVirtualThread(() -> {
            while (!closed) {
                tell();
                LockSupport.parkNanos(LOOK_NANOS);
            }
        });
    }

    void line(String line) {
        Matcher count = COUNT.matcher(line.strip());
        if (count.matches()) {
            total = Integer.parseInt(count.group(2));
            step = switch (count.group(1)) {
                case "Resolved" -> Step.DOWNLOADING;
                case "Prepared" -> Step.INSTALLING;
                // Of the three that the pattern knows.
                default -> Step.COMPILING;
            };
        }
    }

    private void tell() {
        int all = total;
        Step now = step;
        long done = switch (now) {
            case RESOLVING -> 0;
            case DOWNLOADING -> count(archives, "") - archivesBefore;
            case INSTALLING -> count(packages, ".dist-info");
            case COMPILING -> all;
        };
        // Without a line in between, packages that appear mean that all were in the cache; all of them, that compiling
        // goes on.
        long installed = now == Step.DOWNLOADING ? count(packages, ".dist-info") : done;
        if (now == Step.DOWNLOADING && installed > 0) {
            now = Step.INSTALLING;
            done = installed;
        }
        if (now == Step.INSTALLING && all > 0 && done >= all) {
            now = Step.COMPILING;
        }
        progress.at(now.words, (int) Math.min(done, all), all);
    }

    private static long count(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.toString().endsWith(ending)).count();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(looking);
        try {
            looking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
