package org.hikyaku.auth;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.hikyaku.arc.ArcVerification;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dkim.DkimVerification;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.dmarc.DmarcVerifier;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.message.FromAuthor;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;

/** One message on its way through the checks. Belongs to one thread. */
final class StandardRun implements AuthRun {

    /** Where a DMARC record stands (RFC 9989 section 4.6). */
    private static final String DMARC_PREFIX = "_dmarc";

    /** Both identities of SPF. */
    record Spf(SpfResult mailFrom, SpfResult helo) {}

    /** The parts. */
    record Checks(
            Future<Spf> spf, DkimVerification dkim, ArcVerification arc, DmarcVerifier dmarc) {}

    private final Checks checks;
    private final Resolver resolver;
    private final CurrentResolver current;
    private FromAuthor author = FromAuthor.of(new HeaderBlock(List.of()));

    StandardRun(Checks checks, Resolver resolver, CurrentResolver current) {
        this.checks = checks;
        this.resolver = resolver;
        this.current = current;
    }

    @Override
    public void header(HeaderBlock header) {
        author = FromAuthor.of(header);
        askEarly(header);
        current.with(
                resolver,
                () -> {
                    checks.dkim().header(header);
                    checks.arc().header(header);
                });
    }

    /** The answers wait in the message's resolver for those who will need them. */
    private void askEarly(HeaderBlock header) {
        KeyNames.of(header).forEach(this::askEarly);
        if (author.domains().size() == 1) {
            author.domains().getFirst().withPrefix(DMARC_PREFIX).ifPresent(this::askEarly);
        }
    }

    private void askEarly(DomainName name) {
        if (resolver.known(name, RecordType.TXT).isEmpty()) {
            Thread.ofVirtual().start(() -> resolver.query(name, RecordType.TXT));
        }
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        checks.dkim().body(octets, offset, length);
        checks.arc().body(octets, offset, length);
    }

    @Override
    public void end() {
        current.with(
                resolver,
                () -> {
                    checks.dkim().end();
                    checks.arc().end();
                });
    }

    @Override
    public AuthVerdict verdict() {
        Spf spf = spf();
        List<DkimResult> signatures = checks.dkim().results();
        DmarcVerdict verdict =
                checks.dmarc()
                        .evaluate(
                                new DmarcVerifier.Input(
                                        author.domains(),
                                        author.fieldCount(),
                                        spf.mailFrom(),
                                        signatures));
        return new AuthVerdict(
                spf.mailFrom(), spf.helo(), signatures, checks.arc().result(), verdict);
    }

    private Spf spf() {
        try {
            return checks.spf().get(); // its lookups and its time are bounded
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while SPF was checked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the SPF check failed", e.getCause());
        }
    }
}
