package org.hikyaku.lookup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/**
 * Asks one server one question, past every cache, and tells what kind of answer it is. Safe for
 * many threads.
 */
public final class DirectQuestion {

    private final Duration timeout;
    private final RandomGenerator random;

    /**
     * Asks with a limit.
     *
     * @param random gives the ids of questions; must not be predictable (RFC 5452 section 9.2)
     */
    public DirectQuestion(Duration timeout, RandomGenerator random) {
        this.timeout = timeout;
        this.random = random;
    }

    /** With the system's source of unpredictable numbers. */
    public DirectQuestion(Duration timeout) {
        this(timeout, new SecureRandom());
    }

    /** How to ask. */
    public enum Way {
        /** UDP, TCP where the answer does not fit; not to be passed on. */
        DATAGRAM,
        /** TCP; not to be passed on. */
        STREAM,
        /** UDP, and the server may ask others (RD). */
        RECURSIVE
    }

    /** What became of it. */
    public sealed interface Outcome {

        /** Nothing came, or nothing that can be read. */
        record Silent(String detail) implements Outcome {}

        /**
         * An answer.
         *
         * @param answer a failure for every code but NOERROR and NXDOMAIN
         * @param alias where the name leads, if its target is not in the answer
         * @param authoritative AA (RFC 1035 section 4.1.1)
         * @param zone the zone that denies (the owner of the SOA record in the authority section,
         *     RFC 2308 section 3); empty where it did not say or there is an answer
         * @param recursive RA
         * @param referral names of the servers below, where the answer only refers to them
         * @param glue addresses of the additional section
         */
        record Reply(
                Answer answer,
                Optional<DomainName> alias,
                boolean authoritative,
                Optional<DomainName> zone,
                boolean recursive,
                List<DomainName> referral,
                Map<DomainName, List<InetAddress>> glue)
                implements Outcome {
            /** Copies. */
            public Reply {
                referral = List.copyOf(referral);
                glue = Map.copyOf(glue);
            }
        }
    }

    /** Asks; blocks until there is an answer or the time is up. */
    public Outcome ask(InetSocketAddress server, DomainName name, RecordType type, Way way) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            Message answer = exchange(server, name, type, way, deadline);
            return reply(answer, name, type);
        } catch (SocketTimeoutException _) {
            return new Outcome.Silent("no answer within " + timeout.toSeconds() + " s");
        } catch (IOException e) {
            return new Outcome.Silent(String.valueOf(e.getMessage()));
        }
    }

    private Message exchange(
            InetSocketAddress server, DomainName name, RecordType type, Way way, long deadline)
            throws IOException {
        boolean recursion = way == Way.RECURSIVE;
        int id = random.nextInt(1 << 16);
        Message question = DnsExchange.question(id, name, type, recursion, true);
        if (way == Way.STREAM) {
            return DnsExchange.overTcp(server, question, deadline);
        }
        Message answer = DnsExchange.ask(server, question, deadline);
        return DnsExchange.isWithoutEdns(answer)
                ? DnsExchange.ask(
                        server, DnsExchange.question(id, name, type, recursion, false), deadline)
                : answer;
    }

    private static Outcome.Reply reply(Message message, DomainName name, RecordType type) {
        boolean aa = message.getHeader().getFlag(Flags.AA);
        List<DomainName> referral = new ArrayList<>();
        Answer answer;
        Optional<DomainName> alias = Optional.empty();
        switch (WireAnswer.of(message, name, type, false)) {
            case WireAnswer.Complete(var complete) -> answer = complete;
            case WireAnswer.Alias open -> {
                alias = Optional.of(open.target());
                answer = new Answer.NoRecord(true, false, open.ttlSeconds());
            }
        }
        if (!aa && answer instanceof Answer.NoRecord) {
            servers(message, referral);
        }
        return new Outcome.Reply(
                answer,
                alias,
                aa,
                zone(message),
                message.getHeader().getFlag(Flags.RA),
                referral,
                glue(message));
    }

    private static Optional<DomainName> zone(Message message) {
        return message.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .findFirst()
                .flatMap(soa -> WireNames.ofWire(soa.getName()));
    }

    /** RFC 1034 section 4.3.2 step 3b: NS records in the authority section. */
    private static void servers(Message message, List<DomainName> referral) {
        for (org.xbill.DNS.Record record : message.getSection(Section.AUTHORITY)) {
            if (WireRecords.data(record).orElse(null) instanceof DnsRecord.Ns(DomainName target)) {
                referral.add(target);
            }
        }
    }

    private static Map<DomainName, List<InetAddress>> glue(Message message) {
        Map<DomainName, List<InetAddress>> glue = new HashMap<>();
        for (org.xbill.DNS.Record record : message.getSection(Section.ADDITIONAL)) {
            Optional<DomainName> owner = WireNames.ofWire(record.getName());
            if (owner.isPresent()
                    && WireRecords.data(record).orElse(null) instanceof DnsRecord.Address found) {
                glue.computeIfAbsent(owner.get(), _ -> new ArrayList<>()).add(found.address());
            }
        }
        return glue;
    }
}
