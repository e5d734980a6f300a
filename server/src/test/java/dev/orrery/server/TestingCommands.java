package dev.orrery.server;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** Commands of {@code orrery} that ask the server of a data directory. */
record TestingCommands(Path home) {
    /** What a command said, on either stream. */
    record Said(int code, String text) {}

    Said orrery(String group, String... rest) {
        String[] arguments = new String[rest.length + 3];
        arguments[0] = group;
        System.arraycopy(rest, 0, arguments, 1, rest.length);
        arguments[rest.length + 1] = "--home";
        arguments[rest.length + 2] = home.toString();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code = Cli.commandLine(new Commands(InstantSource.system(), Map.of(), print, print))
                .setOut(new PrintWriter(print, true))
                .setErr(new PrintWriter(print, true))
                .execute(arguments);
        return new Said(code, said.toString(StandardCharsets.UTF_8));
    }
}
