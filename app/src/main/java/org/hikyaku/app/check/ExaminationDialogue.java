package org.hikyaku.app.check;

import java.util.List;
import org.hikyaku.app.console.Texts;
import org.hikyaku.auth.MessageAuthenticator.Peer;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.dns.RecordType;
import org.hikyaku.lookup.TracingResolver;
import org.hikyaku.spf.SpfResult;
import org.jspecify.annotations.Nullable;

/** Tells an examination step by step: what was said, what was asked, what follows. */
final class ExaminationDialogue {

    /** More lookups than this say no more; JSON has them all. */
    private static final int MAX_LOOKUPS = 40;

    private final Dialogue out;
    private final Texts words;

    ExaminationDialogue(Dialogue out, Texts words) {
        this.out = out;
        this.words = words;
    }

    void tell(Examination examination) {
        message(examination);
        out.part("SPF");
        spf(examination.verdict().spf());
        if (!examination.verdict().helo().equals(examination.verdict().spf())) {
            out.line(heloLine(examination.verdict().helo()));
        }
        dkim(examination);
        arc(examination);
        dmarc(examination);
        adsp(examination);
        out.part(words.text("verify.verdict"));
        out.line(words.text(examination.isRight() ? "verify.right" : "verify.wrong"));
    }

    private void message(Examination examination) {
        MailSource.Mail mail = examination.mail();
        out.part(words.text("verify.message"));
        out.line(words.text("verify.size", mail.name(), mail.octets().length));
        if (mail.converted()) {
            out.line(words.text("verify.converted"));
        }
        Peer peer = examination.peer().peer();
        out.part(words.text("verify.peer"));
        out.line(
                words.text(
                        "verify.said",
                        peer.client().getHostAddress(),
                        peer.helo(),
                        peer.from().toString()));
        List<String> guessed = examination.peer().guessed();
        if (!guessed.isEmpty()) {
            out.line(words.text("verify.guessed", String.join(", ", guessed)));
        }
    }

    void spf(SpfResult spf) {
        for (SpfResult.Lookup lookup : spf.trace().lookups()) {
            String term = lookup.term();
            String asked = lookup.name() + " " + lookup.type();
            out.line(words.text("ask", term == null ? asked : term + ": " + asked), lookup.depth());
            ResultData.answers(lookup.answer()).stream()
                    .limit(MAX_LOOKUPS)
                    .forEach(text -> out.line(words.text("answer", text), lookup.depth() + 1));
        }
        String term = spf.matchedTerm();
        if (term != null) {
            out.line(words.text("spf.term", term));
        }
        SpfResult.Problem problem = spf.problem();
        if (problem != null) {
            out.line(
                    words.text(
                            "spf.problem",
                            problem.position() + 1,
                            problem.domain(),
                            problem.text()));
        }
        String explanation = spf.explanation();
        if (explanation != null) {
            out.line(words.text("spf.explanation", explanation));
        }
        out.line(result(spf.code().text(), spf.reason()));
    }

    private String result(String code, String reason) {
        return reason.isEmpty() ? code : words.text("result", code, reason);
    }

    private String heloLine(SpfResult helo) {
        return words.text("spf.helo", helo.code().text(), helo.reason());
    }

    private void dkim(Examination examination) {
        out.part("DKIM");
        lookups(examination, "_domainkey");
        signatures(examination.verdict().dkim());
    }

    void signatures(List<DkimResult> results) {
        if (results.isEmpty()) {
            out.line(words.text("dkim.none"));
        }
        for (DkimResult result : results) {
            out.line(
                    words.text(
                            "dkim.signature",
                            shown(result.domain()),
                            shown(result.selector()),
                            shown(result.algorithm())));
            out.line(result(result.code().text(), result.reason()), 1);
        }
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "?" : value.toString();
    }

    private void lookups(Examination examination, String label) {
        examination.lookups().stream()
                .filter(e -> e.type() == RecordType.TXT && e.name().labels().contains(label))
                .limit(MAX_LOOKUPS)
                .forEach(this::lookup);
    }

    private void lookup(TracingResolver.Entry entry) {
        out.line(words.text("ask", entry.name() + " " + entry.type()));
        ResultData.answers(entry.answer()).forEach(text -> out.line(words.text("answer", text), 1));
    }

    private void arc(Examination examination) {
        var arc = examination.verdict().arc();
        out.part("ARC");
        out.line(result(arc.code().text(), arc.reason()));
    }

    private void dmarc(Examination examination) {
        DmarcVerdict dmarc = examination.verdict().dmarc();
        out.part("DMARC");
        verdict(dmarc);
        var decision = examination.decision();
        if (dmarc.code() == DmarcVerdict.Code.FAIL) {
            var override = decision.override();
            out.line(
                    words.text(
                            "dmarc.disposition",
                            dmarc.policy().text(),
                            decision.disposition().text(),
                            override == null ? "" : override.comment()));
        }
    }

    void verdict(DmarcVerdict dmarc) {
        if (dmarc.authorDomain() != null) {
            out.line(words.text("dmarc.author", dmarc.authorDomain()));
        }
        for (String step : dmarc.steps()) {
            out.line(words.text("ask", step));
        }
        out.line(
                words.text("dmarc.aligned", yesNo(dmarc.spfAligned()), yesNo(dmarc.dkimAligned())));
        out.line(result(dmarc.code().text(), dmarc.reason()));
    }

    private String yesNo(boolean value) {
        return words.text(value ? "yes" : "no");
    }

    private void adsp(Examination examination) {
        var adsp = examination.adsp();
        if (adsp != null) {
            out.part("ADSP");
            out.line(result(adsp.code().text(), adsp.reason()));
        }
    }
}
