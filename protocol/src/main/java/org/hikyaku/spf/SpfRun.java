package org.hikyaku.spf;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.spf.SpfLookups.Asker;
import org.hikyaku.spf.SpfRecord.Directive;
import org.hikyaku.spf.SpfRecord.Modifier;
import org.hikyaku.spf.SpfResult.Code;
import org.hikyaku.spf.SpfResult.Problem;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/** One check from its first record to its result. Belongs to one thread. */
final class SpfRun {

    private final SpfVerifier.Question question;
    private final SpfLimits limits;
    private final InetAddress client;
    private final SpfLookups lookups;
    private final MacroExpander macros;

    SpfRun(
            Resolver resolver,
            SpfLimits limits,
            InstantSource clock,
            SpfVerifier.Question question) {
        this.question = question;
        this.limits = limits;
        this.client = question.request().client();
        this.lookups = new SpfLookups(resolver, limits, clock, client);
        this.macros = new MacroExpander(question, lookups, clock);
    }

    /** A record that is being read. */
    private record Frame(DomainName domain, SpfRecord record, int depth) {
        Problem problem(int position, String text) {
            return new Problem(domain, record.text(), position, text);
        }
    }

    /**
     * What a record says.
     *
     * @param term the term that decided, or null
     * @param explained the record whose exp= would explain a fail, or null
     */
    private record Outcome(
            Code code, String reason, @Nullable String term, @Nullable Frame explained) {}

    SpfResult result() {
        try {
            Outcome outcome = checkHost(question.domain(), new Asker(0, null));
            String explanation =
                    outcome.code() == Code.FAIL && outcome.explained() != null
                            ? explanation(outcome.explained())
                            : null;
            return result(outcome.code(), outcome.reason(), outcome.term(), explanation, null);
        } catch (SpfStop stop) {
            return result(stop.code(), stop.reason(), null, null, stop.problem());
        }
    }

    private SpfResult result(
            Code code,
            String reason,
            @Nullable String term,
            @Nullable String explanation,
            @Nullable Problem problem) {
        return new SpfResult(
                code,
                question.identity(),
                question.domain(),
                reason,
                term,
                explanation,
                lookups.trace(),
                problem);
    }

    private Outcome checkHost(DomainName domain, Asker asker) throws SpfStop {
        Answer answer = lookups.ask(asker, domain, RecordType.TXT);
        return switch (answer) {
            // RFC 7208 section 4.4: any error but "no such name" is temporary.
            case Answer.Failed failed -> throw SpfLookups.failed(domain, RecordType.TXT, failed);
            case Answer.NoRecord _ -> noRecord(domain);
            case Answer.Found found -> selected(domain, found, asker);
        };
    }

    private static Outcome noRecord(DomainName domain) {
        return new Outcome(Code.NONE, domain + " has no SPF record", null, null);
    }

    private Outcome selected(DomainName domain, Answer.Found found, Asker asker) throws SpfStop {
        String text = null;
        for (DnsRecord record : found.records()) {
            if (!(record instanceof DnsRecord.Txt(String value)) || !SpfParser.isRecord(value)) {
                continue;
            }
            // RFC 7208 section 4.5: more than one record is a permerror.
            if (text != null) {
                throw SpfStop.permanent(
                        domain + " has more than one SPF record",
                        new Problem(domain, value, 0, "a second record"));
            }
            text = value;
        }
        return text == null ? noRecord(domain) : evaluate(parse(domain, text, asker.depth()));
    }

    private Frame parse(DomainName domain, String text, int depth) throws SpfStop {
        if (text.length() > limits.recordOctets()) {
            throw SpfStop.permanent(
                    "the record of "
                            + domain
                            + " is longer than "
                            + limits.recordOctets()
                            + " octets",
                    null);
        }
        try {
            return new Frame(domain, SpfParser.parse(text), depth);
        } catch (SpfParser.Malformed e) {
            Problem problem =
                    new Problem(domain, text, e.position(), String.valueOf(e.getMessage()));
            throw SpfStop.permanent(
                    "the record of "
                            + domain
                            + " is wrong at "
                            + e.position()
                            + ": "
                            + e.getMessage(),
                    problem);
        }
    }

    private Outcome evaluate(Frame frame) throws SpfStop {
        for (Directive directive : frame.record().directives()) {
            if (matches(directive, frame)) {
                String reason =
                        ReadableAddress.of(client)
                                + " matches "
                                + Printable.of(directive.text(), 200)
                                + " of "
                                + frame.domain();
                return new Outcome(directive.result(), reason, directive.text(), frame);
            }
        }
        Modifier redirect = frame.record().redirect();
        if (redirect != null) {
            return redirect(redirect, frame);
        }
        // RFC 7208 section 4.7: without a match the result is neutral.
        String reason =
                "nothing in the record of "
                        + frame.domain()
                        + " matches "
                        + ReadableAddress.of(client);
        return new Outcome(Code.NEUTRAL, reason, null, null);
    }

    private Outcome redirect(Modifier redirect, Frame frame) throws SpfStop {
        count(redirect.position(), redirect.text(), frame);
        Asker asker = new Asker(frame.depth() + 1, redirect.text());
        Optional<DomainName> target = macros.name(redirect.target(), frame.domain(), asker);
        if (target.isPresent()) {
            Outcome outcome = checkHost(target.get(), asker);
            if (outcome.code() != Code.NONE) {
                return outcome;
            }
        }
        // RFC 7208 section 6.1: no record there, or a malformed name, is a permerror.
        throw noTarget(redirect.text(), redirect.position(), frame);
    }

    private static SpfStop noTarget(String term, int position, Frame frame) {
        return SpfStop.permanent(
                Printable.of(term, 200) + " of " + frame.domain() + " leads to no SPF record",
                frame.problem(position, "it leads to no SPF record"));
    }

    private void count(int position, String term, Frame frame) throws SpfStop {
        // RFC 7208 section 4.6.4: more than 10 terms that ask DNS are a permerror.
        if (!lookups.countTerm()) {
            String text = "more than " + limits.termLookups() + " terms ask DNS";
            throw SpfStop.permanent(
                    text
                            + ", the first too many is "
                            + Printable.of(term, 200)
                            + " of "
                            + frame.domain(),
                    frame.problem(position, text));
        }
    }

    private boolean matches(Directive directive, Frame frame) throws SpfStop {
        if (directive.mechanism().asksDns()) {
            count(directive.position(), directive.text(), frame);
        }
        return switch (directive.mechanism()) {
            case SpfRecord.All _ -> true;
            case SpfRecord.Ip(IpNet network) -> network.contains(client);
            case SpfRecord.Include(MacroString target) -> includes(target, directive, frame);
            case SpfRecord.A(var target, int prefix4, int prefix6) -> {
                Optional<DomainName> name = target(target, directive, frame);
                yield name.isPresent()
                        && anyWithin(
                                lookups.askTerm(
                                        asker(directive, frame), name.get(), lookups.addressType()),
                                prefix4,
                                prefix6);
            }
            case SpfRecord.Mx mx -> mxMatches(mx, directive, frame);
            case SpfRecord.Ptr(var target) -> ptrMatches(target, directive, frame);
            case SpfRecord.Exists(MacroString target) -> {
                Optional<DomainName> name = target(target, directive, frame);
                // RFC 7208 section 5.7: always A, also for a client that comes over IPv6.
                yield name.isPresent()
                        && !lookups.askTerm(asker(directive, frame), name.get(), RecordType.A)
                                .isEmpty();
            }
        };
    }

    private static Asker asker(Directive directive, Frame frame) {
        return new Asker(frame.depth(), directive.text());
    }

    private Optional<DomainName> target(
            @Nullable MacroString target, Directive directive, Frame frame) throws SpfStop {
        return target == null
                ? Optional.of(frame.domain())
                : macros.name(target, frame.domain(), asker(directive, frame));
    }

    private boolean anyWithin(List<DnsRecord> records, int prefix4, int prefix6) {
        for (DnsRecord record : records) {
            if (record instanceof DnsRecord.Address address) {
                int prefix = address instanceof DnsRecord.A ? prefix4 : prefix6;
                if (new IpNet(address.address(), prefix).contains(client)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean includes(MacroString target, Directive directive, Frame frame) throws SpfStop {
        Asker asker = new Asker(frame.depth() + 1, directive.text());
        Optional<DomainName> name = macros.name(target, frame.domain(), asker);
        Code code = name.isPresent() ? checkHost(name.get(), asker).code() : Code.NONE;
        // RFC 7208 section 5.2: the table of results.
        return switch (code) {
            case PASS -> true;
            case FAIL, SOFTFAIL, NEUTRAL -> false;
            case NONE -> throw noTarget(directive.text(), directive.position(), frame);
            case TEMPERROR, PERMERROR -> throw new IllegalStateException("errors are thrown");
        };
    }

    private boolean mxMatches(SpfRecord.Mx mx, Directive directive, Frame frame) throws SpfStop {
        Optional<DomainName> name = target(mx.target(), directive, frame);
        if (name.isEmpty()) {
            return false;
        }
        Asker asker = asker(directive, frame);
        List<DnsRecord.Mx> exchanges = new ArrayList<>();
        for (DnsRecord record : lookups.askTerm(asker, name.get(), RecordType.MX)) {
            if (record instanceof DnsRecord.Mx exchange && !exchange.isNull()) {
                exchanges.add(exchange);
            }
        }
        // The order makes the result the same whichever way the answer was rotated.
        exchanges.sort(
                Comparator.comparingInt(DnsRecord.Mx::preference)
                        .thenComparing(DnsRecord.Mx::exchange));
        int asked = 0;
        for (DnsRecord.Mx exchange : exchanges) {
            // RFC 7208 section 4.6.4: the addresses of more than 10 exchanges are a permerror.
            if (asked++ == limits.mxNames()) {
                String text = "more than " + limits.mxNames() + " exchanges";
                throw SpfStop.permanent(
                        name.get() + " has " + text, frame.problem(directive.position(), text));
            }
            if (anyWithin(
                    lookups.askExchange(asker, exchange.exchange()), mx.prefix4(), mx.prefix6())) {
                return true;
            }
        }
        return false;
    }

    private boolean ptrMatches(@Nullable MacroString target, Directive directive, Frame frame)
            throws SpfStop {
        Optional<DomainName> name = target(target, directive, frame);
        if (name.isEmpty()) {
            return false;
        }
        for (DomainName clientName : lookups.clientNames(asker(directive, frame))) {
            if (clientName.isWithin(name.get())) {
                return true;
            }
        }
        return false;
    }

    /** RFC 7208 section 6.2: whatever goes wrong here, there is just no explanation. */
    private @Nullable String explanation(Frame frame) {
        Modifier exp = frame.record().explanation();
        if (exp == null) {
            return null;
        }
        Asker asker = new Asker(frame.depth(), exp.text());
        try {
            Optional<DomainName> name = macros.name(exp.target(), frame.domain(), asker);
            if (name.isEmpty()) {
                return null;
            }
            List<DnsRecord.Txt> texts =
                    lookups.ask(asker, name.get(), RecordType.TXT).records(DnsRecord.Txt.class);
            if (texts.size() != 1 || texts.getFirst().value().length() > limits.recordOctets()) {
                return null;
            }
            MacroString source = MacroString.explanation(texts.getFirst().value());
            return Printable.of(macros.text(source, frame.domain(), asker), limits.recordOctets());
        } catch (SpfStop | SpfParser.Malformed _) {
            return null;
        }
    }
}
