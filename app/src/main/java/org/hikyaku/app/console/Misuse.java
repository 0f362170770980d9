package org.hikyaku.app.console;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.store.StoreException;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a person in one line why a command could not run, and what to do. */
public record Misuse(Texts texts) {

    private static final int MAX_SHOWN_CHARS = 120;

    /** How picocli tells an option that is not there; otherwise its value is not. */
    private static final String ABSENT_OPTION = "Missing required option";

    /** A path may be long; the line stays one line. */
    private static final int MAX_LINE_CHARS = 1000;

    /** For the command line {@code args}, which may ask for a language. */
    public static Misuse of(List<String> args) {
        return new Misuse(Texts.commands(locale(args)));
    }

    /** The language that they ask for, or that of the environment. */
    public static Locale locale(List<String> args) {
        return Texts.locale(language(args));
    }

    private static @Nullable String language(List<String> args) {
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.startsWith("--lang=")) {
                return arg.substring("--lang=".length());
            }
            if (arg.equals("--lang") && i + 1 < args.size()) {
                return args.get(i + 1);
            }
        }
        return null;
    }

    /** The line for words that no command takes. */
    public String line(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String what;
        if (e instanceof UnmatchedArgumentException unmatched) {
            what = unmatched(unmatched, command);
        } else if (e instanceof MissingParameterException missing) {
            what = missing(missing);
        } else if (String.valueOf(e.getMessage()).startsWith("Missing required subcommand")) {
            what =
                    texts.text(
                            "usage.missing-subcommand",
                            String.join(", ", command.subcommands().keySet()));
        } else {
            what = value(e);
        }
        return what + " " + advice(command);
    }

    private String missing(MissingParameterException e) {
        String labels =
                e.getMissing().stream().map(Misuse::label).collect(Collectors.joining(", "));
        boolean bare =
                e.getMissing().stream().allMatch(OptionSpec.class::isInstance)
                        && !String.valueOf(e.getMessage()).startsWith(ABSENT_OPTION);
        return texts.text(bare ? "usage.bare" : "usage.missing", labels);
    }

    /** A value of the wrong kind. */
    private String value(ParameterException e) {
        ArgSpec argument = e.getArgSpec();
        String value = shown(e.getValue());
        if (argument == null) {
            return texts.text("usage.other", shown(e.getMessage()));
        }
        Class<?> type = argument.type();
        if (type.isEnum()) {
            String all =
                    Stream.of(type.getEnumConstants())
                            .map(c -> c.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
            return texts.text("usage.one-of", label(argument), all, value);
        }
        boolean number = type.equals(int.class) || type.equals(long.class);
        return texts.text(number ? "usage.number" : "usage.value", label(argument), value);
    }

    private String advice(CommandSpec command) {
        return example(command)
                .map(text -> texts.text("usage.example", text))
                .orElseGet(() -> texts.text("usage.see", command.qualifiedName()));
    }

    private String unmatched(UnmatchedArgumentException e, CommandSpec command) {
        String word = shown(e.getUnmatched().getFirst());
        String meant =
                e.getSuggestions().stream()
                        .findFirst()
                        .map(s -> texts.text("usage.meant", s))
                        .orElse("");
        if (e.isUnknownOption()) {
            return texts.text("usage.unknown-option", word) + meant;
        }
        return command.subcommands().isEmpty()
                ? texts.text("usage.too-much", word)
                : texts.text("usage.unknown-command", word) + meant;
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** The example at the foot of the command's help, lines that a backslash continues joined. */
    public static Optional<String> example(CommandSpec command) {
        String footer = String.join("\n", command.usageMessage().footer());
        int start = footer.indexOf("hikyaku ");
        if (start < 0) {
            return Optional.empty();
        }
        String rest = footer.substring(start).replaceAll(" *\\\\\n *", " ");
        return rest.lines().findFirst().map(String::strip);
    }

    /** The line for a command that began and could not go on. */
    public String line(Exception e) {
        String line =
                switch (e) {
                    case CommandFailure told -> String.valueOf(told.getMessage());
                    case IllegalNameException told -> String.valueOf(told.getMessage());
                    case StoreException told -> String.valueOf(told.getMessage());
                    case AccessDeniedException denied ->
                            texts.text("failure.forbidden", shown(denied.getFile()));
                    case FileSystemException file ->
                            texts.text("failure.file", shown(file.getFile()), reason(file));
                    default -> texts.text("failure.unexpected", shown(e.toString()));
                };
        return Printable.of(texts.phrase(line), MAX_LINE_CHARS);
    }

    private static String reason(FileSystemException e) {
        String reason = e.getReason();
        return reason == null ? e.getClass().getSimpleName() : shown(reason);
    }

    private static String shown(@Nullable String foreign) {
        return Printable.of(String.valueOf(foreign), MAX_SHOWN_CHARS);
    }
}
