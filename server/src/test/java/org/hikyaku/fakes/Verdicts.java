package org.hikyaku.fakes;

import java.io.IOException;
import java.util.List;
import org.hikyaku.arc.ArcResult;
import org.hikyaku.auth.AuthRun;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.auth.MessageAuthenticator;
import org.hikyaku.auth.ReverseDns;
import org.hikyaku.authres.AuthenticationResults;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;

/** Verdicts as a test wants them, without any check. */
public final class Verdicts {

    private static final DomainName AUTHOR = DomainName.of("out.example");

    private Verdicts() {}

    /** SPF with that result. */
    public static SpfResult spf(SpfResult.Code code) {
        return new SpfResult(
                code,
                SpfResult.Identity.MAIL_FROM,
                AUTHOR,
                "as told",
                null,
                null,
                SpfResult.Trace.EMPTY,
                null);
    }

    /** One signature with that result. */
    public static DkimResult dkim(DkimResult.Code code) {
        return new DkimResult(
                code, AUTHOR, "s1", "@out.example", "rsa-sha256", "AbCdEfGh", "", false, false);
    }

    /** All of it. */
    public static AuthVerdict of(
            SpfResult.Code spf,
            List<DkimResult> dkim,
            DmarcVerdict.Code dmarc,
            DmarcVerdict.Policy policy) {
        boolean known = dmarc != DmarcVerdict.Code.NONE;
        var verdict =
                new DmarcVerdict(
                        dmarc,
                        AUTHOR,
                        AUTHOR,
                        known ? AUTHOR : null,
                        known ? "v=DMARC1; p=" + policy.text() : null,
                        policy,
                        known ? DmarcVerdict.Rule.P : DmarcVerdict.Rule.NO_RECORD,
                        false,
                        false,
                        "as told",
                        List.of());
        return new AuthVerdict(spf(spf), spf(spf), dkim, ArcResult.NONE, verdict);
    }

    /** Everything passes. */
    public static AuthVerdict passing() {
        return of(
                SpfResult.Code.PASS,
                List.of(dkim(DkimResult.Code.PASS)),
                DmarcVerdict.Code.PASS,
                DmarcVerdict.Policy.REJECT);
    }

    /** Checks nothing and says {@code verdict} of every message. */
    public static MessageAuthenticator always(AuthVerdict verdict) {
        return _ ->
                new AuthRun() {
                    @Override
                    public void header(HeaderBlock header) throws IOException {}

                    @Override
                    public void body(byte[] octets, int offset, int length) {}

                    @Override
                    public AuthVerdict verdict() {
                        return verdict;
                    }
                };
    }

    /** SPF and iprev, in the form of RFC 8601. */
    public static AuthenticationResults text(
            String authservId, AuthVerdict verdict, ReverseDns reverse) {
        return new AuthenticationResults(
                authservId,
                1,
                List.of(
                        AuthenticationResults.Result.of("spf", verdict.spf().code().text(), null),
                        AuthenticationResults.Result.of(
                                "iprev",
                                reverse.code().name().toLowerCase(java.util.Locale.ROOT),
                                null)));
    }
}
