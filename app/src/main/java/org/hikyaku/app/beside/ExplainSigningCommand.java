package org.hikyaku.app.beside;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.IpNet;
import org.hikyaku.name.MailAddress;
import org.hikyaku.opendkim.ConfigNote;
import org.hikyaku.opendkim.ConfigNote.Level;
import org.hikyaku.ops.LogSetup;
import org.hikyaku.signing.DomainSigners;
import org.hikyaku.signing.OwnRules;
import org.hikyaku.signing.SigningDecision;
import org.hikyaku.signing.SigningDecision.SignWith;
import org.hikyaku.signing.SigningQuestion;
import org.hikyaku.signing.SigningQuestion.Client;
import org.hikyaku.signing.SigningQuestion.Login;
import org.hikyaku.signing.SigningReason;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hikyaku explain-signing}. */
@Command(
        name = "explain-signing",
        mixinStandardHelpOptions = true,
        description = {
            "Which key signs mail of an address and why, or why none does: by the settings of a data folder,",
            "or by an opendkim.conf. No milter needs to run."
        },
        footer = {
            "",
            "Exit status: 0 it is signed, 1 it is not, 2 the command could not run.",
            "",
            "Example:",
            "  hikyaku explain-signing user@example.com --client 192.0.2.1 \\",
            "      --opendkim-conf /etc/opendkim.conf"
        })
public final class ExplainSigningCommand implements Callable<Integer> {

    private static final int UNSIGNED = 1;

    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "ADDRESS", description = "whose mail: the address in From")
    private String address = "";

    @Option(
            names = "--client",
            paramLabel = "IP",
            description = "where it comes from (default: made on this machine)")
    private @Nullable String client;

    @Option(
            names = "--client-name",
            paramLabel = "NAME",
            description = "the client's verified host name")
    private @Nullable String clientName;

    @Option(
            names = "--auth",
            paramLabel = "USER",
            arity = "0..1",
            fallbackValue = "user",
            description = "somebody has logged in")
    private @Nullable String auth;

    @Option(
            names = "--daemon",
            paramLabel = "NAME",
            description = "the mail server's name for the port ({daemon_name})")
    private String daemon = "";

    @Option(
            names = "--macro",
            paramLabel = "NAME=VALUE",
            description = "a macro that the mail server sends; may be repeated")
    private List<String> macros = new ArrayList<>();

    @Option(names = "--to", paramLabel = "ADDRESS", description = "a recipient; may be repeated")
    private List<String> recipients = new ArrayList<>();

    @Option(
            names = "--opendkim-conf",
            paramLabel = "FILE",
            description = "ask that file in place of the data folder")
    private @Nullable Path opendkimConf;

    /** For picocli. */
    public ExplainSigningCommand() {}

    @Override
    public Integer call() {
        LogSetup.silent();
        SigningQuestion question = question();
        Path file = opendkimConf;
        return file == null ? byFolder(question) : byFile(file, question);
    }

    private int byFolder(SigningQuestion question) {
        Settings.Milter milter = common.settings().milter();
        try (EmbeddedStore store = common.store()) {
            OwnRules rules =
                    new OwnRules(
                            new DomainSigners(store.keys(), Clock.systemUTC()),
                            new OwnRules.Origins(milter.internalNetworks(), milter.daemons()));
            return tell(rules.decide(question), List.of());
        }
    }

    private int byFile(Path file, SigningQuestion question) {
        ImportCommand.require(file, texts());
        Beside beside = Beside.read(BesideFiles.of(file), Clock.systemUTC());
        return tell(beside.rules().decide(question), beside.notes());
    }

    private BesideTexts texts() {
        return BesideTexts.in(common.locale());
    }

    private CommandFailure failure(String key, String value) {
        return new CommandFailure(texts().text(key, value));
    }

    private SigningQuestion question() {
        MailAddress from =
                MailAddress.parse(address).orElseThrow(() -> failure("explain.address", address));
        Optional<InetAddress> ip = Optional.ofNullable(client).map(this::ip);
        String name = clientName;
        String usual = ip.map(a -> "[" + a.getHostAddress() + "]").orElse("localhost");
        String user = auth;
        return new SigningQuestion(
                new HeaderBlock(List.of(HeaderField.of("From", from.toString()))),
                from.toString(),
                recipients,
                new Client(ip, name == null ? usual : name),
                user == null ? Login.NONE : Login.of(user),
                daemon,
                macros());
    }

    private InetAddress ip(String text) {
        return IpNet.address(text).orElseThrow(() -> failure("explain.client", text));
    }

    private Map<String, String> macros() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String macro : macros) {
            int equals = macro.indexOf('=');
            if (equals < 1) {
                throw failure("explain.macro", macro);
            }
            all.put(macro.substring(0, equals), macro.substring(equals + 1));
        }
        return all;
    }

    private int tell(SigningDecision decision, List<ConfigNote> notes) {
        BesideTexts texts = texts();
        Output out = common.output();
        List<ConfigNote> shown = notes.stream().filter(n -> n.level() != Level.INFO).toList();
        List<SignWith> signatures = signatures(decision);
        out.json(data(decision, signatures, shown));
        decision.why().forEach(reason -> out.line("- " + texts.reason(reason)));
        for (SignWith with : signatures) {
            for (DkimKeyPair key : with.keys()) {
                String identity = with.identity().isEmpty() ? "" : " i=" + with.identity();
                out.line(
                        texts.text(
                                "decision.sign",
                                key.domain(),
                                key.selector(),
                                key.algorithm().tag(),
                                identity));
            }
        }
        if (signatures.isEmpty()) {
            out.line(texts.text("decision." + word(decision)));
        }
        shown.forEach(note -> out.line(texts.note(note)));
        return signatures.isEmpty() ? UNSIGNED : 0;
    }

    private static List<SignWith> signatures(SigningDecision decision) {
        return decision instanceof SigningDecision.Sign sign ? sign.signatures() : List.of();
    }

    private static String word(SigningDecision decision) {
        return switch (decision) {
            case SigningDecision.Sign _ -> "sign";
            case SigningDecision.Verify _ -> "verify";
            case SigningDecision.Neither _ -> "neither";
        };
    }

    private static Map<String, Object> data(
            SigningDecision decision, List<SignWith> signatures, List<ConfigNote> notes) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("decision", word(decision));
        data.put("signatures", rows(signatures, ExplainSigningCommand::rowsOf));
        data.put("why", decision.why().stream().map(ExplainSigningCommand::data).toList());
        data.put("notes", notes.stream().map(BesideTexts::data).toList());
        return data;
    }

    private static <T> List<Object> rows(List<T> all, Function<T, List<Object>> row) {
        return all.stream().flatMap(one -> row.apply(one).stream()).toList();
    }

    private static List<Object> rowsOf(SignWith with) {
        return with.keys().stream()
                .<Object>map(
                        key ->
                                Map.of(
                                        "domain", key.domain().ascii(),
                                        "selector", key.selector(),
                                        "algorithm", key.algorithm().tag(),
                                        "identity", with.identity(),
                                        "key", with.keyName()))
                .toList();
    }

    private static Map<String, Object> data(SigningReason reason) {
        return Map.of("kind", BesideTexts.word(reason.kind()), "details", reason.details());
    }
}
