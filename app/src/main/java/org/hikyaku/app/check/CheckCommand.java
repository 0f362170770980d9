package org.hikyaku.app.check;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands of this package share: languages, JSON, and one line for what went wrong. */
abstract class CheckCommand implements Callable<Integer> {

    static final int RIGHT = 0;
    static final int PROBLEM = 1;
    static final int NOT_RUN = 2;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print the result as data.")
    private boolean json;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            description = "Language of the texts: en or ja (default: that of LANG).")
    private @Nullable String lang;

    @Option(
            names = "--dir",
            paramLabel = "DATA",
            description = "The data folder; this command does not need it.")
    private @Nullable Path dir;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    /** Does the work. */
    abstract int run() throws CheckFailure;

    @Override
    public final Integer call() {
        try {
            int status = run();
            out().flush();
            return status;
        } catch (CheckFailure e) {
            PrintWriter err = spec().commandLine().getErr();
            err.println(
                    spec().qualifiedName() + ": " + Printable.of(String.valueOf(e.getMessage())));
            err.flush();
            return NOT_RUN;
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("the command was not made by picocli");
        }
        return spec;
    }

    final PrintWriter out() {
        return spec().commandLine().getOut();
    }

    final boolean json() {
        return json;
    }

    final void show(Object data) {
        out().println(Json.text(data));
    }

    final Words words() {
        String named = lang == null ? environment() : lang;
        return Words.of(named.startsWith("ja") ? Locale.JAPANESE : Locale.ENGLISH);
    }

    /** In the order that POSIX gives (XBD section 8.2). */
    private static String environment() {
        for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = System.getenv(name);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return "en";
    }
}
