package dev.orrery.publish;

import dev.orrery.dag.ParsedDag;
import dev.orrery.dag.export.AirflowExport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code orrery dag export --airflow DIR [-o FILE]}: the dag as a DAG file of Airflow, to stand beside the notebooks. No server needed. */
public final class ExportCommand {

    /**
     * Writes, and returns the exit code: 0 done, 1 errors in dag.yml, 2 a folder or file that cannot be read or written. What
     * Airflow does otherwise is told on {@code err}.
     *
     * @param file null for {@code out}
     */
    public int run(Path directory, @Nullable Path file, PrintStream out, PrintStream err) {
        try {
            return switch (DagYaml.of(LocalFolder.read(directory)).parsed()) {
                case ParsedDag.Invalid invalid -> {
                    CheckCommand.print(directory, invalid.findings(), err);
                    yield 1;
                }
                case ParsedDag.Valid valid -> {
                    AirflowExport.Exported exported = AirflowExport.of(valid.dag());
                    exported.notes().forEach(note -> err.println(CheckCommand.plain("note: " + note)));
                    write(exported.python(), file, out);
                    yield 0;
                }
            };
        } catch (PublishException e) {
            err.println("orrery dag export: " + e.getMessage());
        } catch (IOException e) {
            err.println("orrery dag export: '" + file + "' cannot be written: " + e + ". Name another file with -o.");
        }
        return 2;
    }

    private static void write(String python, @Nullable Path file, PrintStream out) throws IOException {
        if (file == null) {
            out.print(python);
            out.flush();
        } else {
            Files.writeString(file, python);
        }
    }
}
