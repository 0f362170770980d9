package org.hikyaku.milterd;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.auth.ReverseDns;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.fakes.Verdicts;
import org.hikyaku.inbound.Decision;
import org.hikyaku.inbound.Policy;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.opendkim.ConfigNotes;
import org.hikyaku.opendkim.FileSource;
import org.hikyaku.opendkim.OpendkimReader;
import org.hikyaku.opendkim.OpendmarcReader;
import org.hikyaku.opendkim.PolicydSpfReader;
import org.hikyaku.opendkim.PolicydSpfSetup;
import org.hikyaku.opendkim.SourceFile;
import org.hikyaku.signing.VerifyPolicy;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.spf.SpfResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the files of OpenDKIM, OpenDMARC and policyd-spf do with mail that was checked. */
final class FilePolicyTest {

    private static FileSource file(String text) {
        return _ ->
                new SourceFile(text.getBytes(StandardCharsets.UTF_8), SourceFile.Access.PRIVATE);
    }

    private static String lines(@Nullable String text) {
        return text == null ? "" : text.replace(";", "\n") + "\n";
    }

    private static Policy policy(
            @Nullable String dkim, @Nullable String dmarc, @Nullable String spf) {
        ConfigNotes notes = new ConfigNotes();
        return new FilePolicy(
                VerifyPolicy.of(
                        new OpendkimReader(file("Mode v\n" + lines(dkim)), notes)
                                .read("/opendkim.conf")
                                .options(),
                        new OpendmarcReader(file(lines(dmarc)), notes).read("/opendmarc.conf"),
                        spf == null
                                ? PolicydSpfSetup.absent()
                                : new PolicydSpfReader(file(lines(spf)), notes)
                                        .read("/policyd-spf.conf")));
    }

    private static Policy.Facts facts(AuthVerdict verdict) {
        return new Policy.Facts(
                verdict,
                new ReverseDns(
                        InetAddress.ofLiteral("192.0.2.1"),
                        ReverseDns.Code.PASS,
                        DomainName.of("mx.out.example"),
                        ""),
                false,
                new Envelope(
                        ReversePath.of(MailAddress.of("a@out.example")),
                        List.of(Recipient.of(MailAddress.of("b@here.example"))),
                        Envelope.Options.NONE),
                HeaderBlock.parse("From: a@out.example\nDate: Tue, 24 Nov 2026 10:00:00 +0000\n"));
    }

    private static String shown(Decision decision) {
        return switch (decision) {
            case Decision.Deliver _ -> "deliver";
            case Decision.Quarantine _ -> "quarantine";
            case Decision.Reject reject -> reject.reply().code() + " " + reject.reply().status();
            case Decision.Defer defer -> defer.reply().code() + " " + defer.reply().status();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "'', REJECT, deliver",
        "RejectFailures true, REJECT, 550 5.7.1",
        "RejectFailures true, QUARANTINE, quarantine",
        "RejectFailures true, NONE, deliver",
        "RejectFailures true;IgnoreHosts /dev/null, REJECT, 550 5.7.1"
    })
    void dmarc(String conf, DmarcVerdict.Policy asked, String expected) {
        AuthVerdict failed =
                Verdicts.of(
                        SpfResult.Code.NONE,
                        List.of(Verdicts.dkim(DkimResult.Code.PASS)),
                        DmarcVerdict.Code.FAIL,
                        asked);
        assertThat(shown(policy("", conf, null).decide(facts(failed)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'', FAIL, 550 5.7.23",
        "'', SOFTFAIL, deliver",
        "Mail_From_reject = Softfail, SOFTFAIL, 550 5.7.23",
        "Mail_From_reject = SPF_Not_Pass, NEUTRAL, 550 5.7.23",
        "Mail_From_reject = False;HELO_reject = False, FAIL, deliver",
        "TestOnly = 0, FAIL, deliver",
        "Whitelist = 192.0.2.0/24, FAIL, deliver",
        "Domain_Whitelist_PTR = out.example, FAIL, deliver",
        "TempError_Defer = True, TEMPERROR, 451 4.7.24",
        "TempError_Defer = False, TEMPERROR, deliver",
        "PermError_reject = True, PERMERROR, 550 5.7.23",
        "Reject_Not_Pass_Domains = out.example, NEUTRAL, 550 5.7.23"
    })
    void spf(String conf, SpfResult.Code result, String expected) {
        AuthVerdict verdict =
                Verdicts.of(result, List.of(), DmarcVerdict.Code.NONE, DmarcVerdict.Policy.NONE);
        assertThat(shown(policy("", "", conf).decide(facts(verdict)))).isEqualTo(expected);
        assertThat(shown(policy("", "", null).decide(facts(verdict)))).isEqualTo("deliver");
    }

    @ParameterizedTest
    @CsvSource({
        "'', FAIL, deliver",
        "On-BadSignature reject, FAIL, 550 5.7.20",
        "On-BadSignature discard, FAIL, 550 5.7.20",
        "On-BadSignature quarantine, FAIL, quarantine",
        "On-BadSignature tempfail, FAIL, 451 4.7.20",
        "On-KeyNotFound reject, PERMERROR, 550 5.7.20",
        "'', TEMPERROR, 451 4.7.20",
        "On-DNSError accept, TEMPERROR, deliver",
        "On-NoSignature reject, NONE, 550 5.7.20",
        "On-Default reject, PASS, deliver"
    })
    void dkim(String conf, DkimResult.Code result, String expected) {
        AuthVerdict verdict =
                Verdicts.of(
                        SpfResult.Code.NONE,
                        result == DkimResult.Code.NONE ? List.of() : List.of(Verdicts.dkim(result)),
                        DmarcVerdict.Code.NONE,
                        DmarcVerdict.Policy.NONE);
        assertThat(shown(policy(conf, "", null).decide(facts(verdict)))).isEqualTo(expected);
    }
}
