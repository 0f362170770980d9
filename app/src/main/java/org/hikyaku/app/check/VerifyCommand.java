package org.hikyaku.app.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hikyaku verify}: who really sent this message, step by step. */
@Command(
        name = "verify",
        description = "Tell step by step who really sent a message: SPF, DKIM, ARC, DMARC.",
        footer = {
            "",
            "Exit status: 0 DMARC passes (without a DMARC record: SPF or DKIM does), 1 not,",
            "2 the check could not run.",
            "",
            "Example:",
            "  hikyaku verify mail.eml --ip 192.0.2.1 --helo mx.example.org \\",
            "      --mail-from anna@example.org"
        })
public final class VerifyCommand extends CheckCommand {

    @Parameters(
            paramLabel = "MESSAGE",
            arity = "0..1",
            description = "A message, an mbox file, a Maildir folder, or '-' for standard input.")
    private String message = "-";

    @Mixin private PeerOptions peer = new PeerOptions();

    @Mixin private DnsOptions dns = new DnsOptions();

    @Option(names = "--adsp", description = "Look up ADSP too (RFC 5617, Historic).")
    private boolean adsp;

    @Option(
            names = "--receiver",
            paramLabel = "NAME",
            defaultValue = "receiver.invalid",
            description = "Name of the checking host, for SPF's r macro.")
    private String receiver = "receiver.invalid";

    /** Made by picocli. */
    public VerifyCommand() {}

    @Override
    int run() {
        DomainName host =
                DomainName.parse(receiver)
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                "--receiver '" + receiver + "' is no name"));
        var setup = new Examination.Setup(host, dns.resolver(locale()), dns.clock(), adsp);
        List<Map<String, @Nullable Object>> data = new ArrayList<>();
        Tally tally = new Tally();
        var kind =
                new MailSource(message)
                        .forEach(
                                mail -> {
                                    Examination examination =
                                            Examination.of(mail, peer.peer(mail), setup);
                                    tally.count(examination.isRight());
                                    if (json()) {
                                        data.add(ResultData.of(examination));
                                    } else {
                                        tell(examination, tally.all > 1);
                                    }
                                });
        if (json()) {
            show(kind == MailSource.Kind.SINGLE ? data.getFirst() : data);
        } else if (kind == MailSource.Kind.SEVERAL) {
            out().println();
            out().println(words().text("verify.tally", tally.right, tally.all));
        }
        return tally.right == tally.all ? RIGHT : PROBLEM;
    }

    private void tell(Examination examination, boolean again) {
        Dialogue dialogue = new Dialogue(out());
        if (again) {
            dialogue.blank();
        }
        new ExaminationDialogue(dialogue, words()).tell(examination);
    }

    private static final class Tally {
        private int all;
        private int right;

        void count(boolean isRight) {
            all++;
            right += isRight ? 1 : 0;
        }
    }
}
