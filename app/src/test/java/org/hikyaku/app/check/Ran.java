package org.hikyaku.app.check;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.hikyaku.app.console.CommandFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * A command that has run.
 *
 * @param failure the line for a command that could not run, or empty
 */
record Ran(int status, String out, String failure) {

    @Command(
            name = "hikyaku",
            subcommands = {
                VerifyCommand.class,
                SignCommand.class,
                SpfCommand.class,
                DkimCommand.class,
                DmarcCommand.class
            })
    private static final class Root {}

    static CommandLine commands() {
        return new CommandLine(new Root());
    }

    static Ran of(String... args) {
        return with("", args);
    }

    /** With standard input. */
    static Ran with(String input, String... args) {
        StringBuilder failure = new StringBuilder();
        CommandLine line = commands();
        line.setErr(new java.io.PrintWriter(new java.io.StringWriter()));
        line.setExecutionExceptionHandler(
                (e, _, _) -> {
                    if (!(e instanceof CommandFailure)) {
                        throw e;
                    }
                    failure.append(e.getMessage());
                    return 2;
                });
        PrintStream out = System.out;
        InputStream in = System.in;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)));
            int status = line.execute(args);
            System.out.flush();
            return new Ran(status, caught.toString(StandardCharsets.UTF_8), failure.toString());
        } finally {
            System.setOut(out);
            System.setIn(in);
        }
    }

    tools.jackson.databind.JsonNode json() {
        return new tools.jackson.databind.ObjectMapper().readTree(out);
    }
}
