package org.hikyaku.app.check;

import java.net.InetAddress;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.name.IpNet;
import org.hikyaku.name.MailAddress;
import org.hikyaku.spf.SpfLimits;
import org.hikyaku.spf.SpfRequest;
import org.hikyaku.spf.SpfResult;
import org.hikyaku.spf.SpfVerifier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hikyaku spf}. */
@Command(
        name = "spf",
        description = "SPF: may this address send for this domain?",
        subcommands = SpfCommand.Check.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  hikyaku spf check --ip 192.0.2.1 --mail-from anna@example.org"
        },
        synopsisSubcommandLabel = "check")
public final class SpfCommand {

    /** Made by picocli. */
    public SpfCommand() {}

    @Command(
            name = "check",
            description = "Check an address against a domain's SPF record, term by term.",
            footer = {
                "",
                "Exit status: 0 pass, 1 any other result, 2 the check could not run.",
                "",
                "Example:",
                "  hikyaku spf check --ip 192.0.2.1 --helo mx.example.org \\",
                "      --mail-from anna@example.org"
            })
    static final class Check extends CheckCommand {

        @Option(
                names = "--ip",
                required = true,
                paramLabel = "ADDR",
                description = "Address of the client.")
        private String ip = "";

        @Option(names = "--helo", paramLabel = "NAME", description = "What it said in HELO.")
        private @Nullable String helo;

        @Option(
                names = {"--mail-from", "--domain"},
                paramLabel = "ADDR",
                description = "The MAIL FROM address or its domain; without it HELO is checked.")
        private @Nullable String mailFrom;

        @Mixin private DnsOptions dns = new DnsOptions();

        @Override
        int run() {
            InetAddress client =
                    IpNet.address(ip)
                            .orElseThrow(
                                    () -> new CommandFailure("--ip '" + ip + "' is no IP address"));
            MailAddress from = from();
            if (from == null && helo == null) {
                throw new CommandFailure(
                        "whose record? Tell --mail-from anna@example.org or --helo mx.example.org");
            }
            String name = helo == null ? "[" + client.getHostAddress() + "]" : helo;
            var verifier = new SpfVerifier(dns.resolver(locale()), SpfLimits.DEFAULT, dns.clock());
            SpfResult result =
                    verifier.check(new SpfRequest(client, name, from, "receiver.invalid"));
            if (json()) {
                show(ResultData.spf(result));
            } else {
                Dialogue dialogue = new Dialogue(out());
                dialogue.part("SPF");
                new ExaminationDialogue(dialogue, words()).spf(result);
            }
            return result.code() == SpfResult.Code.PASS ? RIGHT : PROBLEM;
        }

        private @Nullable MailAddress from() {
            String text = mailFrom;
            if (text == null || text.equals("<>") || text.isEmpty()) {
                return null;
            }
            // RFC 7208 section 4.3: without a local part it is postmaster's.
            String address = text.contains("@") ? text : "postmaster@" + text;
            return MailAddress.parse(address)
                    .orElseThrow(
                            () ->
                                    new CommandFailure(
                                            "--mail-from '" + text + "' is no mail address"));
        }
    }
}
