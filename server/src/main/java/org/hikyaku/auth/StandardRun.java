package org.hikyaku.auth;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.hikyaku.arc.ArcVerification;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dkim.DkimVerification;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.dmarc.DmarcVerifier;
import org.hikyaku.message.FromAuthor;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.spf.SpfResult;

/** One message on its way through the checks. */
final class StandardRun implements AuthRun {

    /** Both identities of SPF. */
    record Spf(SpfResult mailFrom, SpfResult helo) {
        /** Where MAIL FROM is {@code <>}: one check serves both. */
        static Spf heloOnly(SpfResult helo) {
            return new Spf(helo, helo);
        }
    }

    private final FutureTask<Spf> spf;
    private final DkimVerification dkim;
    private final ArcVerification arc;
    private final DmarcVerifier dmarc;
    private HeaderBlock header = new HeaderBlock(List.of());

    StandardRun(FutureTask<Spf> spf, DkimVerification dkim, ArcVerification arc, DmarcVerifier dmarc) {
        this.spf = spf;
        this.dkim = dkim;
        this.arc = arc;
        this.dmarc = dmarc;
    }

    @Override
    public void header(HeaderBlock header) throws IOException {
        this.header = header;
        dkim.header(header);
        arc.header(header);
    }

    @Override
    public void body(byte[] octets, int offset, int length) throws IOException {
        dkim.body(octets, offset, length);
        arc.body(octets, offset, length);
    }

    @Override
    public void end() throws IOException {
        dkim.end();
        arc.end();
    }

    @Override
    public AuthVerdict verdict() {
        Spf checked = spf();
        List<DkimResult> signatures = dkim.results();
        FromAuthor author = FromAuthor.of(header);
        DmarcVerdict verdict = dmarc.evaluate(new DmarcVerifier.Input(author.domains(), author.fieldCount(), checked.mailFrom(), signatures));
        return new AuthVerdict(checked.mailFrom(), checked.helo(), signatures, arc.result(), verdict);
    }

    private Spf spf() {
        try {
            return spf.get(); // its lookups and its time are bounded
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while SPF was checked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the SPF check failed", e.getCause());
        }
    }
}
