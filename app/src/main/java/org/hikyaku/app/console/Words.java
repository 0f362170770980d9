package org.hikyaku.app.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The words of a command line. */
public final class Words {

    /** What stands for an octet that the JVM could not read. */
    private static final char UNREADABLE = '\ufffd';

    private Words() {}

    /**
     * What a person's terminal shows: that of the locale, such as EUC-JP. The locale C says nothing
     * about it, and what goes to a file or another program is UTF-8.
     */
    public static Charset charset() {
        Charset named = Charset.forName(System.getProperty("native.encoding"), UTF_8);
        if (named.equals(UTF_8) || named.equals(StandardCharsets.US_ASCII)) {
            return UTF_8;
        }
        Console console = System.console();
        return console != null && console.isTerminal() ? named : UTF_8;
    }

    /**
     * The words as they were typed. In the locale C the JVM reads ASCII only, and an address such
     * as {@code you@例え.example} is lost; where the system still knows the octets, they are read as
     * UTF-8.
     */
    public static String[] typed(String[] args) {
        if (Arrays.stream(args).noneMatch(word -> word.indexOf(UNREADABLE) >= 0)) {
            return args;
        }
        try {
            String all = Files.readString(Path.of("/proc/self/cmdline"), UTF_8);
            return last(all, args);
        } catch (IOException _) {
            return args; // another system, or octets that are no UTF-8
        }
    }

    /** The last words of {@code commandLine}, each of which ends with NUL. */
    static String[] last(String commandLine, String[] args) {
        List<String> words = List.of(commandLine.split("\0", -1));
        int end = words.size() - 1;
        return end < args.length
                ? args
                : words.subList(end - args.length, end).toArray(String[]::new);
    }
}
