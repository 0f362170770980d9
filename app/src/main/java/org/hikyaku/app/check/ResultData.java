package org.hikyaku.app.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.auth.MessageAuthenticator.Peer;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.lookup.TracingResolver;
import org.hikyaku.spf.SpfResult;
import org.jspecify.annotations.Nullable;

/** Results as plain data: what {@code --json} prints. Fields are added, never renamed. */
final class ResultData {

    private ResultData() {}

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    static Map<String, @Nullable Object> of(Examination examination) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        var verdict = examination.verdict();
        data.put("message", examination.mail().name());
        data.put("sizeBytes", examination.mail().octets().length);
        data.put("lineEndsConverted", examination.mail().converted());
        data.put("peer", peer(examination.peer()));
        data.put("spf", spf(verdict.spf()));
        data.put("helo", spf(verdict.helo()));
        data.put("dkim", dkim(verdict.dkim()));
        Map<String, @Nullable Object> arc = new LinkedHashMap<>();
        arc.put("result", verdict.arc().code().text());
        arc.put("reason", verdict.arc().reason());
        arc.put("sealers", verdict.arc().sealers().stream().map(Object::toString).toList());
        data.put("arc", arc);
        data.put("dmarc", dmarc(examination));
        var adsp = examination.adsp();
        if (adsp != null) {
            data.put("adsp", Map.of("result", adsp.code().text(), "reason", adsp.reason()));
        }
        data.put("lookups", examination.lookups().stream().map(ResultData::lookup).toList());
        data.put("pass", examination.isRight());
        return data;
    }

    private static Map<String, @Nullable Object> peer(PeerOptions.Told told) {
        Peer peer = told.peer();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("ip", peer.client().getHostAddress());
        data.put("helo", peer.helo());
        data.put("mailFrom", peer.from().text());
        data.put("takenFromMessage", told.guessed());
        return data;
    }

    static Map<String, @Nullable Object> spf(SpfResult spf) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("result", spf.code().text());
        data.put("identity", spf.identity() == SpfResult.Identity.HELO ? "helo" : "mailfrom");
        data.put("domain", text(spf.domain()));
        data.put("reason", spf.reason());
        data.put("term", spf.matchedTerm());
        data.put("explanation", spf.explanation());
        data.put("lookupTerms", spf.trace().termLookups());
        data.put("voidLookups", spf.trace().voidLookups());
        SpfResult.Problem problem = spf.problem();
        if (problem != null) {
            Map<String, @Nullable Object> place = new LinkedHashMap<>();
            place.put("domain", problem.domain().ascii());
            place.put("record", problem.record());
            place.put("position", problem.position());
            place.put("text", problem.text());
            data.put("problem", place);
        }
        return data;
    }

    static List<Map<String, @Nullable Object>> dkim(List<DkimResult> results) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (DkimResult result : results) {
            Map<String, @Nullable Object> data = new LinkedHashMap<>();
            data.put("result", result.code().text());
            data.put("domain", text(result.domain()));
            data.put("selector", result.selector());
            data.put("reason", result.reason());
            data.put("agent", result.agent());
            data.put("algorithm", result.algorithm());
            data.put("keyAuthentic", result.keyAuthentic());
            data.put("testing", result.testing());
            all.add(data);
        }
        return all;
    }

    private static Map<String, @Nullable Object> dmarc(Examination examination) {
        Map<String, @Nullable Object> data = dmarc(examination.verdict().dmarc());
        data.put("organizationalDomain", text(examination.organizational()));
        data.put("disposition", examination.decision().disposition().text());
        var override = examination.decision().override();
        if (override != null) {
            data.put("override", override.type().text());
            data.put("overrideReason", override.comment());
        }
        return data;
    }

    static Map<String, @Nullable Object> dmarc(DmarcVerdict dmarc) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("result", dmarc.code().text());
        data.put("policy", dmarc.policy().text());
        data.put("authorDomain", text(dmarc.authorDomain()));
        data.put("organizationalDomain", text(dmarc.organizationalDomain()));
        data.put("policyDomain", text(dmarc.policyDomain()));
        data.put("record", dmarc.record());
        data.put("rule", dmarc.rule().name().toLowerCase(java.util.Locale.ROOT));
        data.put("spfAligned", dmarc.spfAligned());
        data.put("dkimAligned", dmarc.dkimAligned());
        data.put("reason", dmarc.reason());
        data.put("steps", dmarc.steps());
        return data;
    }

    private static Map<String, @Nullable Object> lookup(TracingResolver.Entry entry) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("name", entry.name().toString());
        data.put("type", entry.type().name());
        data.put("answer", answers(entry.answer()));
        data.put("authentic", entry.answer().isAuthentic());
        return data;
    }

    /** An answer in lines. */
    static List<String> answers(Answer answer) {
        return switch (answer) {
            case Answer.Found found -> found.records().stream().map(DnsRecord::text).toList();
            case Answer.NoRecord none ->
                    List.of(none.nameExists() ? "no such record" : "no such name");
            case Answer.Failed failed -> List.of("failed: " + failed.detail());
        };
    }
}
