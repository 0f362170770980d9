package org.hikyaku.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.hikyaku.app.admin.AccountCommand;
import org.hikyaku.app.admin.AliasCommand;
import org.hikyaku.app.admin.DomainCommand;
import org.hikyaku.app.admin.MailCommand;
import org.hikyaku.app.admin.QueueCommand;
import org.hikyaku.app.adopt.AdoptCommand;
import org.hikyaku.app.beside.ExplainSigningCommand;
import org.hikyaku.app.beside.ImportCommand;
import org.hikyaku.app.cert.CertCommand;
import org.hikyaku.app.check.DkimCommand;
import org.hikyaku.app.check.DmarcCommand;
import org.hikyaku.app.check.SignCommand;
import org.hikyaku.app.check.SpfCommand;
import org.hikyaku.app.check.VerifyCommand;
import org.hikyaku.app.console.HelpTexts;
import org.hikyaku.app.console.Misuse;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Words;
import org.hikyaku.app.dns.DnsCommand;
import org.hikyaku.app.lab.LabCommand;
import org.hikyaku.app.lookup.DomainCheckCommand;
import org.hikyaku.app.lookup.LookupCommand;
import org.hikyaku.app.milter.MilterCommand;
import org.hikyaku.app.quickstart.QuickstartCommand;
import org.hikyaku.app.server.CheckConfigCommand;
import org.hikyaku.app.server.ServeCommand;
import org.hikyaku.app.tls.TlsCommand;
import org.hikyaku.app.watch.WatchCommand;
import org.hikyaku.app.zone.ZoneCommand;
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
        })
public final class Main {

    /** In the order of the help. */
    private static final Map<String, Class<?>> COMMANDS = commands();

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> all = new LinkedHashMap<>();
        all.put("lab", LabCommand.class);
        all.put("quickstart", QuickstartCommand.class);
        all.put("serve", ServeCommand.class);
        all.put("milter", MilterCommand.class);
        all.put("adopt", AdoptCommand.class);
        all.put("check-config", CheckConfigCommand.class);
        all.put("domain", DomainCommand.class);
        all.put("account", AccountCommand.class);
        all.put("alias", AliasCommand.class);
        all.put("mail", MailCommand.class);
        all.put("queue", QueueCommand.class);
        all.put("watch", WatchCommand.class);
        all.put("tls", TlsCommand.class);
        all.put("cert", CertCommand.class);
        all.put("dns", DnsCommand.class);
        all.put("zone", ZoneCommand.class);
        all.put("import", ImportCommand.class);
        all.put("explain-signing", ExplainSigningCommand.class);
        all.put("lookup", LookupCommand.class);
        all.put("check", DomainCheckCommand.class);
        all.put("verify", VerifyCommand.class);
        all.put("sign", SignCommand.class);
        all.put("spf", SpfCommand.class);
        all.put("dkim", DkimCommand.class);
        all.put("dmarc", DmarcCommand.class);
        return Collections.unmodifiableMap(all);
    }

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
        System.setOut(stream(FileDescriptor.out));
        System.setErr(stream(FileDescriptor.err));
        // A TLS 1.2 handshake begun anew costs us more than the peer (CVE-2011-1473); nobody needs
        // it.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        System.exit(run(Words.typed(args)));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, Words.charset());
    }

    /** Runs a subcommand; its exit status. */
    public static int run(String... args) {
        if (args.length == 0) {
            inLanguage(commandLine()).usage(System.out);
            return COULD_NOT_RUN;
        }
        // To read what all commands say of themselves takes a quarter of a second of each start.
        Class<?> only = COMMANDS.get(args[0]);
        CommandLine line = only == null ? commandLine() : commandLine(Map.of(args[0], only));
        boolean helps = List.of(args).contains("--help") || List.of(args).contains("-h");
        return (helps ? inLanguage(line, args) : line).execute(args);
    }

    /** Help in the language that {@code --lang} or the environment asks for. */
    private static CommandLine inLanguage(CommandLine line, String... args) {
        if (Misuse.locale(List.of(args)).equals(Locale.JAPANESE)) {
            HelpTexts.load().translate(line);
        }
        return line;
    }

    /** The command line with all its subcommands. */
    public static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    private static CommandLine commandLine(Map<String, Class<?>> commands) {
        CommandLine line = new CommandLine(new Main());
        commands.forEach(line::addSubcommand);
        line.setUsageHelpWidth(80);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Main::misuse);
        line.setExecutionExceptionHandler(Main::failure);
        return line;
    }

    private static int misuse(ParameterException e, String[] args) {
        List<String> words = List.of(args);
        return told(words, Misuse.of(words).line(e));
    }

    private static int failure(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        List<String> words = parsed.originalArgs();
        int status = told(words, Misuse.of(words).line(e));
        if (words.contains("--debug")) {
            e.printStackTrace();
        }
        return status;
    }

    /** One line for a person; where data is wanted, the same as data on standard output. */
    private static int told(List<String> words, String line) {
        new Output(System.out, words.contains("--json"))
                .json(new TreeMap<>(Map.of("status", "failed", "error", line)));
        System.err.println("hikyaku: " + line);
        return COULD_NOT_RUN;
    }
}
