package dev.orrery.runner;

import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.Parameter;
import dev.orrery.notebook.Parameters;
import java.io.PrintStream;
import java.util.Map;

/** What {@code --help} and {@code --help-notebook} print. */
final class RunHelp {
    static final String USAGE = "Usage: orrery run [OPTIONS] NOTEBOOK_PATH [OUTPUT_PATH]";

    static final String TEXT = """
            Usage: orrery run [OPTIONS] NOTEBOOK_PATH [OUTPUT_PATH]

              Executes one notebook with its parameters and writes the result. This is
              papermill's command line.

              Either path may be `-` for standard input or output, and may be left out where
              that is a pipe. Files may stand at s3://BUCKET/KEY and behind http:// and
              https:// as well (read by GET, written by PUT). Paths may hold {name} of a parameter, {pm[run_uuid]},
              {pm[current_datetime_local]:%Y-%m-%d} and {pm[current_datetime_utc]}.

            Options:
              --help-notebook                 Show the parameters of the notebook.
              -p, --parameters NAME VALUE     A parameter: True, False, None, a number or a text.
              -r, --parameters_raw NAME VALUE A parameter that is a text, whatever it looks like.
              -f, --parameters_file PATH      A YAML or JSON file of parameters.
              -y, --parameters_yaml TEXT      Parameters in YAML.
              -b, --parameters_base64 TEXT    Parameters in YAML, in base64.
              --inject-input-path             Add the parameter PAPERMILL_INPUT_PATH.
              --inject-output-path            Add the parameter PAPERMILL_OUTPUT_PATH.
              --inject-paths                  Add both.
              --engine TEXT                   The engine; there is only nbclient's.
              --request-save-on-cell-execute / --no-request-save-on-cell-execute
                                              Write the notebook at each cell, or only at the end.
              --autosave-cell-every SECONDS   Write it within a long cell too. 0: never. Default: 30.
              --prepare-only / --prepare-execute
                                              Write the notebook with its parameters, run nothing.
              -k, --kernel NAME               The kernel, instead of the notebook's own.
              -l, --language NAME             The language, instead of the notebook's own.
              --cwd DIR                       The kernel's working directory.
              --progress-bar / --no-progress-bar
              --log-output / --no-log-output  Log what the cells print.
              --stdout-file PATH              Copy what the cells print to a file.
              --stderr-file PATH              The same for their standard error.
              --log-level LEVEL               NOTSET, DEBUG, INFO, WARNING, ERROR or CRITICAL.
              --start-timeout SECONDS         How long the kernel may take to start. Default: 60.
              --execution-timeout SECONDS     How long a cell may take. Default: no limit.
              --output-limit SIZE             How much output the notebook may hold, as in 512K, 64M, 2G;
                                              what is beyond is cut, and a mark says so. 0: no limit.
                                              Default: ORRERY_OUTPUT_LIMIT, else 64M. Not papermill's.
              --report-mode / --no-report-mode
                                              Hide the cells' sources.
              --version                       Show the version.
              -h, --help                      Show this.

            Exit codes: 0 done, 1 failed, 2 wrong command line, 138 the kernel died.
            """;

    private static final int LONGEST = 30;
    private static final int COLUMN = 34;

    private RunHelp() {}

    /** Papermill's own text, letter for letter: scripts read it. Returns the exit code. */
    static int notebook(Notebook notebook, String path, boolean inputPiped, PrintStream out) {
        String first = inputPiped ? "[NOTEBOOK_PATH]" : "NOTEBOOK_PATH";
        out.println("Usage: papermill [OPTIONS] " + first + " [OUTPUT_PATH]\n");
        out.println("Parameters inferred for notebook '" + path + "':");
        if (notebook.indexOfTag(Parameters.TAG) < 0) {
            out.println("\n  No cell tagged 'parameters'");
            return RunCommand.FAILED;
        }
        KernelChoice choice = KernelChoice.of(notebook, null, null);
        // Throws where there is no way to write parameters at all.
        Parameters.code(Map.of(), choice.kernel(), choice.language());
        Parameters.Declared declared = Parameters.declared(notebook, choice.kernel(), choice.language());
        boolean none = true;
        for (Parameter parameter : declared.parameters()) {
            if (!parameter.inexact()) {
                out.println(line(parameter));
                none = false;
            }
        }
        if (none) {
            out.println("\n  Can't infer anything about this notebook's parameters."
                    + " It may not have any parameter defined.");
        }
        return RunCommand.OK;
    }

    private static String line(Parameter parameter) {
        String declared = parameter.type() == null ? "None" : String.valueOf(parameter.type());
        // Papermill cannot tell a declared None from no type.
        String type = declared.equals("None") ? "Unknown type" : declared;
        String definition = "  " + parameter.name() + ": " + type + " (default " + parameter.defaultValue() + ")";
        String help = parameter.help();
        if (definition.length() <= LONGEST) {
            return definition + " ".repeat(COLUMN - definition.length()) + help;
        }
        return help.isEmpty() ? definition : definition + "\n" + " ".repeat(COLUMN) + help;
    }
}
