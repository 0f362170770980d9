package org.hikyaku.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.hikyaku.app.admin.AccountCommand;
import org.hikyaku.app.admin.AliasCommand;
import org.hikyaku.app.admin.DomainCommand;
import org.hikyaku.app.admin.MailCommand;
import org.hikyaku.app.admin.QueueCommand;
import org.hikyaku.app.check.DkimCommand;
import org.hikyaku.app.check.DmarcCommand;
import org.hikyaku.app.check.SignCommand;
import org.hikyaku.app.check.SpfCommand;
import org.hikyaku.app.check.VerifyCommand;
import org.hikyaku.app.lab.LabCommand;
import org.hikyaku.app.quickstart.QuickstartCommand;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.store.StoreException;
import org.hikyaku.wire.Printable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The program. */
@Command(
        name = "hikyaku",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "A mail server whose mail the large receivers trust.",
        footer = {
            "",
            "Start here:  hikyaku lab",
            "A server:    hikyaku quickstart you@example.com --dir /var/lib/hikyaku"
        },
        subcommands = {
            LabCommand.class,
            QuickstartCommand.class,
            ServeCommand.class,
            CheckConfigCommand.class,
            DomainCommand.class,
            AccountCommand.class,
            AliasCommand.class,
            MailCommand.class,
            QueueCommand.class,
            VerifyCommand.class,
            SignCommand.class,
            SpfCommand.class,
            DkimCommand.class,
            DmarcCommand.class
        })
public final class Main {

    /** Could not run. */
    public static final int COULD_NOT_RUN = 2;

    /** Tells the version. */
    public static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"hikyaku " + (version == null ? "(from classes)" : version)};
        }
    }

    /** For picocli. */
    public Main() {}

    /** Runs a subcommand and exits with its status. */
    public static void main(String[] args) {
        System.setOut(
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        System.exit(run(args));
    }

    /** Runs a subcommand; its exit status. */
    public static int run(String... args) {
        CommandLine line = commandLine();
        if (args.length == 0) {
            line.usage(System.out);
            return COULD_NOT_RUN;
        }
        return line.execute(args);
    }

    /** The command line with all its subcommands. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setUsageHelpWidth(80);
        line.setParameterExceptionHandler(Main::misuse);
        line.setExecutionExceptionHandler(Main::failure);
        return line;
    }

    private static int misuse(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        System.err.println(
                "hikyaku: "
                        + Printable.of(String.valueOf(e.getMessage()), 300)
                        + " (see "
                        + command.getCommandSpec().qualifiedName()
                        + " --help)");
        return COULD_NOT_RUN;
    }

    private static int failure(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        boolean debug = parsed.originalArgs().contains("--debug");
        boolean told =
                e instanceof CommandFailure
                        || e instanceof IllegalNameException
                        || e instanceof StoreException;
        String line =
                told
                        ? String.valueOf(e.getMessage())
                        : "an unexpected failure: " + e + (debug ? "" : " (--debug shows where)");
        System.err.println("hikyaku: " + Printable.of(line, 1000));
        if (debug) {
            e.printStackTrace();
        }
        return COULD_NOT_RUN;
    }
}
