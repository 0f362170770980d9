package org.hikyaku.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A command that has run as from a shell: its exit status and what it has written. */
public record Ran(int status, String out, String err) {

    /** Runs the program with these words, in English unless they say otherwise. */
    public static Ran of(String... words) {
        return with("", words);
    }

    /** With standard input. */
    public static Ran with(String input, String... words) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        InputStream in = System.in;
        ByteArrayOutputStream caughtOut = new ByteArrayOutputStream();
        ByteArrayOutputStream caughtErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(caughtOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(caughtErr, true, StandardCharsets.UTF_8));
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            int status = Main.run(words);
            return new Ran(
                    status,
                    caughtOut.toString(StandardCharsets.UTF_8),
                    withoutFuzzer(caughtErr.toString(StandardCharsets.UTF_8)));
        } finally {
            System.setOut(out);
            System.setErr(err);
            System.setIn(in);
        }
    }

    /** The fuzzing agent shares the JVM with all tests, and its standard error. */
    private static String withoutFuzzer(String err) {
        return err.lines()
                .filter(line -> !line.startsWith("INFO: Instrumented "))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** What it has written, as data. */
    public JsonNode json() {
        return new ObjectMapper().readTree(out);
    }
}
