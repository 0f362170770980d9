package org.hikyaku.app.check;

import java.time.InstantSource;
import java.util.List;
import org.hikyaku.auth.AuthRun;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.auth.StandardAuthenticator;
import org.hikyaku.dkim.Adsp;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcPolicy;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.dmarc.TreeWalk;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.TracingResolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;
import org.jspecify.annotations.Nullable;

/**
 * One message, examined as the server would on port 25.
 *
 * @param peer who sent it, and what of that is a guess
 * @param lookups what was asked, in order
 * @param organizational the author's organizational domain, or null where it is not known
 * @param adsp what the author's signing practices say, or null where they were not asked for
 */
record Examination(
        MailSource.Mail mail,
        PeerOptions.Told peer,
        AuthVerdict verdict,
        List<TracingResolver.Entry> lookups,
        DmarcPolicy.Decision decision,
        @Nullable DomainName organizational,
        Adsp.@Nullable Result adsp) {

    /**
     * How to examine.
     *
     * @param receiver the name that the receiver goes by
     */
    record Setup(DomainName receiver, Resolver resolver, InstantSource clock, boolean adsp) {}

    static Examination of(MailSource.Mail mail, PeerOptions.Told peer, Setup setup) {
        TracingResolver trace = new TracingResolver(setup.resolver());
        var authenticator = StandardAuthenticator.of(setup.receiver(), trace, setup.clock());
        AuthRun run = authenticator.begin(peer.peer());
        PeerOptions.feed(mail, run);
        AuthVerdict verdict = run.verdict();
        var evidence = DmarcPolicy.evidence(verdict.dmarc(), verdict.spf(), verdict.dkim());
        return new Examination(
                mail,
                peer,
                verdict,
                trace.entries(),
                DmarcPolicy.decide(
                        verdict.dmarc(),
                        DmarcPolicy.Local.of(evidence),
                        DmarcPolicy.Settings.DEFAULT),
                organizational(verdict.dmarc(), setup.resolver()),
                setup.adsp() ? practices(verdict, setup.resolver()) : null);
    }

    /** The verdict has it only where alignment needed it. */
    private static @Nullable DomainName organizational(DmarcVerdict dmarc, Resolver resolver) {
        DomainName author = dmarc.authorDomain();
        if (author == null) {
            return null;
        }
        TreeWalk.Walk walk = new TreeWalk(resolver).from(author);
        return walk.failure().isPresent()
                ? dmarc.organizationalDomain()
                : walk.organizationalDomain();
    }

    private static Adsp.@Nullable Result practices(AuthVerdict verdict, Resolver resolver) {
        DomainName author = verdict.dmarc().authorDomain();
        return author == null ? null : Adsp.evaluate(resolver, author, verdict.dkim());
    }

    /** DMARC passes; without a DMARC record, SPF or a signature does. */
    boolean isRight() {
        return switch (verdict.dmarc().code()) {
            case PASS -> true;
            case NONE ->
                    verdict.spf().code() == SpfResult.Code.PASS
                            || verdict.dkim().stream().anyMatch(DkimResult::passed);
            case FAIL, TEMPERROR, PERMERROR -> false;
        };
    }
}
