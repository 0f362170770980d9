package org.hikyaku.findings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hikyaku.dkim.DkimKeyLookup;
import org.hikyaku.dkim.DkimKeyRecord;
import org.hikyaku.dkim.DkimLimits;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/** DKIM keys (RFC 6376 section 3.6.1): those that are named and those that may be there. */
final class DkimCheck {

    /** RFC 8301 section 3.2: signers SHOULD use 2048 bits or more. */
    private static final int ADVISED_BITS = 2048;

    /** A selector that nobody has: where it answers, every name does. */
    private static final String NOBODYS = "hikyaku-no-such-selector";

    private final DomainName domain;
    private final Source source;
    private final Notes notes = new Notes(Area.DKIM);

    private DkimCheck(DomainName domain, Source source) {
        this.domain = domain;
        this.source = source;
    }

    static List<Finding> check(Subject subject, Source source) {
        return new DkimCheck(subject.name(), source).run(subject);
    }

    private List<Finding> run(Subject subject) {
        Set<String> named = new LinkedHashSet<>(subject.selectors());
        for (String selector : named) {
            Answer answer = ask(selector);
            if (answer instanceof Answer.NoRecord) {
                notes.add(Code.DKIM_MISSING, "", selector, domain);
            } else if (!notes.unanswered(answer, selector + "._domainkey." + domain)) {
                keys(selector, answer);
            }
        }
        if (!subject.guesses().isEmpty()) {
            guess(subject.guesses(), named);
        }
        return notes.all();
    }

    private void guess(List<String> guesses, Set<String> named) {
        boolean wildcard = ask(NOBODYS) instanceof Answer.Found;
        List<String> found = new ArrayList<>();
        for (String selector : guesses) {
            // All are asked for, whatever the first ones say: they do not depend on each other.
            if (ask(selector) instanceof Answer.Found && !named.contains(selector)) {
                found.add(selector);
            }
        }
        if (wildcard) {
            notes.add(Code.DKIM_WILDCARD, "", "*._domainkey." + domain);
            return;
        }
        found.forEach(selector -> keys(selector, ask(selector)));
        if (found.isEmpty() && named.isEmpty()) {
            Answer first = ask(guesses.getFirst());
            if (!notes.unanswered(first, guesses.getFirst() + "._domainkey." + domain)) {
                notes.add(Code.DKIM_NOT_FOUND, "", guesses.size(), domain);
            }
        }
    }

    private Answer ask(String selector) {
        return domain.withPrefix(selector + "._domainkey")
                .map(name -> source.query(name, RecordType.TXT))
                .orElse(new Answer.NoRecord(false, false, 0));
    }

    private void keys(String selector, Answer answer) {
        List<String> texts =
                answer.records(DnsRecord.Txt.class).stream().map(DnsRecord.Txt::value).toList();
        if (texts.size() > 1) {
            // RFC 6376 section 3.6.2.2: with several records the result is undefined.
            notes.add(Code.DKIM_SEVERAL, String.join(" | ", texts), selector, texts.size());
        }
        String text = texts.isEmpty() ? "" : texts.getFirst();
        if (isRevoked(text)) {
            notes.add(Code.DKIM_REVOKED, text, selector);
            return;
        }
        switch (new DkimKeyLookup(source, DkimLimits.STANDARD).find(domain, selector)) {
            case DkimKeyLookup.Outcome.NotFound(_, var reason, _) ->
                    notes.add(Code.DKIM_BROKEN, text, selector, reason);
            case DkimKeyLookup.Outcome.Found found -> usable(selector, text, found);
        }
    }

    private static boolean isRevoked(String text) {
        try {
            return DkimKeyRecord.parse(text).isRevoked();
        } catch (DkimKeyRecord.Malformed _) {
            return false;
        }
    }

    private void usable(String selector, String text, DkimKeyLookup.Outcome.Found found) {
        DkimKeyRecord record = found.record();
        if (!record.allowsHash("sha256") || !record.allowsService("email")) {
            notes.add(Code.DKIM_NOT_FOR_MAIL, text, selector);
            return;
        }
        if (record.isTesting()) {
            notes.add(Code.DKIM_TESTING, text, selector);
        }
        if (record.keyType().equals("rsa") && found.key().bits() < ADVISED_BITS) {
            notes.add(Code.DKIM_SHORT, text, selector, found.key().bits());
        }
        notes.add(Code.DKIM_KEY, text, selector, record.keyType(), found.key().bits());
    }
}
