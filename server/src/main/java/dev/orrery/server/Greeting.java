package dev.orrery.server;

import java.io.PrintWriter;

/** What the terminal shows once the server is up: where the page is, and what a newcomer does next. */
final class Greeting {
    private final PrintWriter out;

    Greeting(PrintWriter out) {
        this.out = out;
    }

    void print(Main program) {
        String url = program.url();
        out.println();
        out.println("Orrery " + Version.TEXT + " is up: " + url + "/");
        program.identity().setupToken().ifPresent(token -> {
            out.println();
            out.println("First start. Open this link, once, to make the first administrator:");
            out.println("    " + url + "/setup?token=" + token);
        });
        out.println();
        out.println("Data directory: " + program.config().home());
        program.isolation().forEach(out::println);
        out.println("Stop with Ctrl+C; user servers and runs go on, and the next start takes them up again.");
        out.flush();
    }
}
