package org.hikyaku.findings;

import java.util.List;
import java.util.Optional;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.mtasts.MtaStsPolicy;
import org.hikyaku.mtasts.MtaStsRecord;
import org.hikyaku.name.DomainName;

/** MTA-STS (RFC 8461): the record, the file behind it, and whether it covers the mail hosts. */
final class MtaStsCheck {

    /** RFC 8461 section 3.2 advises weeks; below a day it protects from nobody. */
    private static final long SHORT_SECONDS = 86_400;

    private final DomainName domain;
    private final Source source;
    private final Notes notes = new Notes(Area.MTA_STS);

    private MtaStsCheck(DomainName domain, Source source) {
        this.domain = domain;
        this.source = source;
    }

    static List<Finding> check(Subject subject, Source source) {
        MtaStsCheck check = new MtaStsCheck(subject.name(), source);
        check.run();
        return check.notes.all();
    }

    private void run() {
        Answer answer =
                domain.withPrefix("_mta-sts")
                        .map(name -> source.query(name, RecordType.TXT))
                        .orElse(new Answer.NoRecord(false, false, 0));
        List<MailHost> hosts = MailHost.of(domain, source);
        if (notes.unanswered(answer, "_mta-sts." + domain)) {
            return;
        }
        List<String> records =
                answer.records(DnsRecord.Txt.class).stream()
                        .map(DnsRecord.Txt::value)
                        .filter(MtaStsRecord::isRecord)
                        .toList();
        if (records.isEmpty()) {
            notes.add(Code.MTA_STS_NONE, "", domain);
            return;
        }
        if (records.size() > 1) {
            // RFC 8461 section 3.1: with more than one, senders assume that there is no policy.
            notes.add(Code.MTA_STS_SEVERAL, String.join(" | ", records), records.size());
            return;
        }
        record(records.getFirst());
        Optional<PolicyFetched> fetched = source.ask(new Question.Policy(domain));
        fetched.ifPresent(page -> fetched(page, hosts));
    }

    private void record(String text) {
        try {
            MtaStsRecord record = MtaStsRecord.parse(text);
            notes.add(Code.MTA_STS_RECORD, text, record.id());
        } catch (MtaStsRecord.Malformed e) {
            notes.add(Code.MTA_STS_SYNTAX, text, String.valueOf(e.getMessage()));
        }
    }

    private void fetched(PolicyFetched fetched, List<MailHost> hosts) {
        switch (fetched) {
            case PolicyFetched.NotAsked _ -> {
                // Only the DNS was to be asked.
            }
            case PolicyFetched.Failed(String detail) ->
                    notes.add(Code.MTA_STS_FETCH, detail, domain);
            case PolicyFetched.Page page -> page(page, hosts);
        }
    }

    private void page(PolicyFetched.Page page, List<MailHost> hosts) {
        if (page.status() >= 300 && page.status() < 400) {
            // RFC 8461 section 3.3: redirects MUST NOT be followed.
            notes.add(Code.MTA_STS_REDIRECT, "HTTP " + page.status(), domain);
            return;
        }
        if (page.status() != 200) {
            notes.add(Code.MTA_STS_FETCH, "HTTP " + page.status(), domain);
            return;
        }
        if (!page.contentType().equals("text/plain")) {
            notes.add(Code.MTA_STS_TYPE, page.contentType(), page.contentType());
        }
        try {
            policy(MtaStsPolicy.parse(page.body()), hosts);
        } catch (MtaStsPolicy.Malformed e) {
            notes.add(Code.MTA_STS_POLICY, page.body(), String.valueOf(e.getMessage()));
        }
    }

    private void policy(MtaStsPolicy policy, List<MailHost> hosts) {
        String shown = String.join(", ", policy.patterns());
        switch (policy.mode()) {
            case NONE -> notes.add(Code.MTA_STS_OFF, shown);
            case TESTING -> notes.add(Code.MTA_STS_TESTING, shown);
            case ENFORCE -> {
                // What protects.
            }
        }
        if (policy.maxAgeSeconds() < SHORT_SECONDS) {
            notes.add(Code.MTA_STS_SHORT, shown, policy.maxAgeSeconds());
        }
        if (policy.mode() == MtaStsPolicy.Mode.NONE) {
            return;
        }
        List<DomainName> outside =
                hosts.stream().map(MailHost::name).filter(name -> !policy.allows(name)).toList();
        outside.forEach(host -> notes.add(Code.MTA_STS_HOST, shown, host));
        if (outside.isEmpty()) {
            notes.add(Code.MTA_STS_COVERS, shown, policy.mode().text(), policy.maxAgeSeconds());
        }
    }
}
