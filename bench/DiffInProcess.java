import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.diff.DiffOptions;
import dev.orrery.notebook.diff.NotebookDiff;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Medians of comparing two notebooks in one process, after as many unmeasured times. */
public final class DiffInProcess {
    private static final int TIMES = 200;

    public static void main(String[] files) throws Exception {
        String base = Files.readString(Path.of(files[0]));
        String remote = Files.readString(Path.of(files[1]));
        long[] both = new long[TIMES];
        long[] comparing = new long[TIMES];
        for (int i = -TIMES; i < TIMES; i++) {
            long start = System.nanoTime();
            Notebook first = Notebook.parseAsWritten(base);
            Notebook second = Notebook.parseAsWritten(remote);
            long read = System.nanoTime();
            NotebookDiff.of(first, second, DiffOptions.ALL);
            long end = System.nanoTime();
            both[Math.max(i, 0)] = end - start;
            comparing[Math.max(i, 0)] = end - read;
        }
        System.out.printf("in one process               reading and comparing %.1f ms   comparing %.1f ms   (%d times)%n", median(both), median(comparing), TIMES);
    }

    private static double median(long[] times) {
        Arrays.sort(times);
        return times[TIMES / 2] / 1e6;
    }
}
