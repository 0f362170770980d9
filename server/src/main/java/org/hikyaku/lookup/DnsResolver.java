package org.hikyaku.lookup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;

/**
 * Asks recursive servers, one after the other: UDP with EDNS (RFC 6891), TCP where the answer did not fit.
 */
public final class DnsResolver implements Resolver {

    /** DNS Flag Day 2020: what passes everywhere without fragments. */
    private static final int EDNS_OCTETS = 1232;

    /** Each server is asked this often before the question counts as unanswered. */
    private static final int ROUNDS = 2;

    /**
     * How to ask.
     *
     * @param address a server
     * @param trusted whether its word on DNSSEC is believed
     */
    public record Server(InetSocketAddress address, boolean trusted) {
        /** A server, trusted where it is on this host. */
        public static Server of(InetSocketAddress address) {
            return new Server(address, address.getAddress() != null && address.getAddress().isLoopbackAddress());
        }
    }

    private record Asker(SimpleResolver resolver, Server server) {}

    private final SecureRandom random = new SecureRandom();
    private final List<Asker> askers = new ArrayList<>();

    /** A resolver that asks {@code servers}, in this order, and waits {@code timeout} for each. */
    public DnsResolver(List<Server> servers, Duration timeout) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a resolver needs a server");
        }
        for (Server server : servers) {
            SimpleResolver resolver = new SimpleResolver(server.address());
            resolver.setTimeout(timeout);
            resolver.setEDNS(0, EDNS_OCTETS, 0, List.of());
            askers.add(new Asker(resolver, server));
        }
    }

    /** The servers that this machine is set up with. */
    public static List<Server> systemServers() {
        return ResolverConfig.getCurrentConfig().servers().stream().map(Server::of).toList();
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        Message question;
        try {
            Name owner = name.isRoot() ? Name.root : Name.fromString(escaped(name), Name.root);
            question = Message.newQuery(Record.newRecord(owner, type.number(), DClass.IN));
        } catch (TextParseException e) {
            return new Answer.Failed(Answer.Failure.MALFORMED, name + " cannot be asked for: " + e.getMessage());
        }
        question.getHeader().setFlag(Flags.AD); // RFC 6840 section 5.7: we want to know
        Answer last = new Answer.Failed(Answer.Failure.TIMEOUT, "no server answered");
        for (int i = 0; i < askers.size() * ROUNDS; i++) {
            Optional<Answer> answer = ask(askers.get(i % askers.size()), question, name, type);
            if (answer.isPresent()) {
                last = answer.get();
                if (!(last instanceof Answer.Failed)) {
                    return last;
                }
            }
        }
        return last;
    }

    /** Zone file syntax: what a label may hold but a name's text may not. */
    private static String escaped(DomainName name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.ascii().length(); i++) {
            char c = name.ascii().charAt(i);
            if (c == '\\' || c == '"' || c == ';' || c == '@' || c == '$' || c == '(' || c == ')') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append('.').toString();
    }

    private Optional<Answer> ask(Asker asker, Message question, DomainName name, RecordType type) {
        Message query = question.clone();
        query.getHeader().setID(random.nextInt(1 << 16));
        try {
            Message reply = asker.resolver().send(query);
            boolean authentic = asker.server().trusted() && reply.getHeader().getFlag(Flags.AD);
            return Optional.of(Replies.answer(reply, name, type, authentic));
        } catch (SocketTimeoutException | InterruptedIOException _) {
            return Optional.of(new Answer.Failed(Answer.Failure.TIMEOUT, "no answer from " + shown(asker)));
        } catch (IOException e) {
            boolean late = String.valueOf(e.getMessage()).contains("Timed out");
            return Optional.of(
                    new Answer.Failed(late ? Answer.Failure.TIMEOUT : Answer.Failure.SERVER, (late ? "no answer from " : "asking failed: ") + shown(asker)));
        }
    }

    private static String shown(Asker asker) {
        InetSocketAddress address = asker.server().address();
        return address.getHostString() + (address.getPort() == 53 ? "" : ":" + address.getPort());
    }
}
