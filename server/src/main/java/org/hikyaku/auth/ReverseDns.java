package org.hikyaku.auth;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.jspecify.annotations.Nullable;

/**
 * The name of a client's address (RFC 8601 section 2.7.3, "iprev").
 *
 * @param client the address, or null where it does not matter
 * @param code the result
 * @param name the first name that the address has, confirmed or not; null where it has none
 * @param reason one sentence for a person
 */
public record ReverseDns(
        @Nullable InetAddress client, Code code, @Nullable DomainName name, String reason) {

    private static final int MAX_NAMES = 10;

    /** The results of RFC 8601 section 2.7.3. */
    public enum Code {
        PASS,
        FAIL,
        TEMPERROR,
        PERMERROR;

        /** The name as Authentication-Results writes it. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A result that does not tell the address. */
    public ReverseDns(Code code, @Nullable DomainName name, String reason) {
        this(null, code, name, reason);
    }

    /**
     * Looks the address up and its name back: pass where one name of the first 10 leads back to the
     * address.
     */
    public static ReverseDns of(InetAddress client, Resolver resolver) {
        Answer answer = resolver.query(IpNet.reverseName(client), RecordType.PTR);
        return switch (answer) {
            case Answer.Failed failed ->
                    new ReverseDns(
                            client,
                            Code.TEMPERROR,
                            null,
                            "PTR of " + client.getHostAddress() + ": " + failed.detail());
            case Answer.NoRecord _ ->
                    new ReverseDns(
                            client,
                            Code.PERMERROR,
                            null,
                            client.getHostAddress() + " has no PTR record");
            case Answer.Found found -> confirm(client, found, resolver);
        };
    }

    /** As {@link #of}, beside the caller; at once where all answers are at hand. */
    public static Future<ReverseDns> begin(InetAddress client, Resolver resolver) {
        try {
            return CompletableFuture.completedFuture(of(client, new AtHandResolver(resolver)));
        } catch (AtHandResolver.NotAtHandException _) {
            FutureTask<ReverseDns> lookup = new FutureTask<>(() -> of(client, resolver));
            Thread.ofVirtual().start(lookup);
            return lookup;
        }
    }

    private static ReverseDns confirm(InetAddress client, Answer.Found ptr, Resolver resolver) {
        var names = ptr.records(DnsRecord.Ptr.class);
        RecordType type = client.getAddress().length == 4 ? RecordType.A : RecordType.AAAA;
        String problem = "no name leads back";
        for (DnsRecord.Ptr record : names.subList(0, Math.min(MAX_NAMES, names.size()))) {
            Answer forward = resolver.query(record.target(), type);
            if (forward.records(DnsRecord.Address.class).stream()
                    .anyMatch(a -> a.address().equals(client))) {
                return new ReverseDns(
                        client,
                        Code.PASS,
                        record.target(),
                        client.getHostAddress() + " is " + record.target() + " and back");
            }
            if (forward instanceof Answer.Failed failed) {
                problem = failed.detail();
            }
        }
        DomainName first = names.isEmpty() ? null : names.getFirst().target();
        return new ReverseDns(
                client,
                Code.FAIL,
                first,
                first + " does not have the address " + client.getHostAddress() + ": " + problem);
    }
}
