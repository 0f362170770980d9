package org.hikyaku.lookup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** What a server's message says about one question. */
sealed interface WireAnswer {

    /** Aliases that are followed, within one message and over several; real chains have up to 5. */
    int MAX_ALIASES = 12;

    /** A day: longer promises are not believed, so that a change is seen. */
    long MAX_TTL_SECONDS = 86_400;

    /** RFC 2308 section 5: "no such record" is remembered for 3 hours at most. */
    long MAX_NEGATIVE_TTL_SECONDS = 10_800;

    /** The end. */
    record Complete(Answer answer) implements WireAnswer {}

    /**
     * An alias whose target is not in the message: to be asked for.
     *
     * @param ttlSeconds of the aliases up to here
     */
    record Alias(DomainName target, int hops, boolean authentic, long ttlSeconds)
            implements WireAnswer {}

    /**
     * Reads a message that answers {@code name}, {@code type}.
     *
     * @param believed whether the server's word on DNSSEC counts
     */
    static WireAnswer of(Message message, DomainName name, RecordType type, boolean believed) {
        int code = message.getRcode();
        boolean authentic = believed && message.getHeader().getFlag(Flags.AD);
        return switch (code) {
            case Rcode.NOERROR, Rcode.NXDOMAIN -> follow(message, name, type, authentic);
            case Rcode.REFUSED -> failed(Answer.Failure.REFUSED, name, type, "REFUSED");
            case Rcode.SERVFAIL -> serverFailure(message, name, type);
            default -> failed(Answer.Failure.SERVER, name, type, Rcode.string(code));
        };
    }

    private static WireAnswer failed(
            Answer.Failure failure, DomainName name, RecordType type, String word) {
        return new Complete(
                new Answer.Failed(failure, name + " " + type + ": the server says " + word));
    }

    /** RFC 8914 section 4: codes 1, 2, 5 to 12 and 27 are about DNSSEC. */
    private static WireAnswer serverFailure(Message message, DomainName name, RecordType type) {
        OPTRecord opt = message.getOPT();
        if (opt != null) {
            for (var option : opt.getOptions()) {
                if (option instanceof ExtendedErrorCodeOption error
                        && isDnssec(error.getErrorCode())) {
                    String text = "SERVFAIL, " + ExtendedErrorCodeOption.text(error.getErrorCode());
                    return failed(Answer.Failure.BOGUS, name, type, text);
                }
            }
        }
        return failed(Answer.Failure.SERVER, name, type, "SERVFAIL");
    }

    private static boolean isDnssec(int code) {
        return code == 1 || code == 2 || (code >= 5 && code <= 12) || code == 27;
    }

    private static WireAnswer follow(
            Message message, DomainName name, RecordType type, boolean authentic) {
        List<org.xbill.DNS.Record> answers = message.getSection(Section.ANSWER);
        Name at = WireNames.toWire(name);
        long ttl = MAX_TTL_SECONDS;
        for (int hops = 0; hops <= MAX_ALIASES; hops++) {
            Data data = dataAt(answers, at, type);
            if (data.seen()) {
                return found(data, name, type, authentic, ttl);
            }
            Optional<CNAMERecord> alias = aliasAt(answers, at);
            if (alias.isEmpty()) {
                return hops > 0 && isOpen(message)
                        ? unfinished(at, hops, authentic, ttl)
                        : missing(message, authentic, ttl);
            }
            ttl = Math.min(ttl, alias.get().getTTL());
            at = alias.get().getTarget();
        }
        return new Complete(
                new Answer.Failed(
                        Answer.Failure.SERVER, name + ": more than " + MAX_ALIASES + " aliases"));
    }

    /** What one name has of the type. */
    record Data(boolean seen, List<DnsRecord> records, long ttlSeconds) {}

    private static Data dataAt(List<org.xbill.DNS.Record> answers, Name at, RecordType type) {
        List<DnsRecord> records = new ArrayList<>();
        boolean seen = false;
        long ttl = MAX_TTL_SECONDS;
        for (org.xbill.DNS.Record record : answers) {
            if (record.getType() == type.number() && record.getName().equals(at)) {
                seen = true;
                ttl = Math.min(ttl, record.getTTL());
                WireRecords.data(record).ifPresent(records::add);
            }
        }
        return new Data(seen, records, ttl);
    }

    private static Optional<CNAMERecord> aliasAt(List<org.xbill.DNS.Record> answers, Name at) {
        return answers.stream()
                .filter(r -> r instanceof CNAMERecord && r.getName().equals(at))
                .map(CNAMERecord.class::cast)
                .findFirst();
    }

    private static WireAnswer found(
            Data data, DomainName name, RecordType type, boolean authentic, long aliasTtl) {
        if (data.records().isEmpty()) {
            return new Complete(
                    new Answer.Failed(
                            Answer.Failure.MALFORMED,
                            name + " " + type + ": no record in the answer can be read"));
        }
        long ttl = Math.min(aliasTtl, data.ttlSeconds());
        return new Complete(new Answer.Found(data.records(), authentic, ttl));
    }

    /** Whether the message ends with an alias and says nothing about its target. */
    private static boolean isOpen(Message message) {
        return message.getRcode() == Rcode.NOERROR && soa(message).isEmpty();
    }

    private static WireAnswer unfinished(Name at, int hops, boolean authentic, long ttl) {
        return WireNames.ofWire(at)
                .<WireAnswer>map(target -> new Alias(target, hops, authentic, ttl))
                .orElseGet(
                        () ->
                                new Complete(
                                        new Answer.Failed(
                                                Answer.Failure.MALFORMED,
                                                "an alias leads to no usable name")));
    }

    /** RFC 2308 section 2.1: with an alias, the code is about the last target. */
    private static WireAnswer missing(Message message, boolean authentic, long aliasTtl) {
        boolean exists = message.getRcode() == Rcode.NOERROR;
        // RFC 2308 section 5: without an SOA record it is not remembered.
        long ttl =
                soa(message)
                        .map(soa -> Math.min(soa.getTTL(), soa.getMinimum()))
                        .map(seconds -> Math.min(seconds, MAX_NEGATIVE_TTL_SECONDS))
                        .orElse(0L);
        return new Complete(new Answer.NoRecord(exists, authentic, Math.min(ttl, aliasTtl)));
    }

    private static Optional<SOARecord> soa(Message message) {
        return message.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .findFirst();
    }
}
