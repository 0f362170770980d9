package org.hikyaku.dmarc;

import org.hikyaku.dkim.DkimResult;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;

/** SPF and DKIM results for tests. */
final class Results {

    private Results() {}

    static SpfResult spf(SpfResult.Code code, String domain) {
        return new SpfResult(
                code,
                SpfResult.Identity.MAIL_FROM,
                DomainName.of(domain),
                "",
                null,
                null,
                SpfResult.Trace.EMPTY,
                null);
    }

    static DkimResult dkim(DkimResult.Code code, String domain) {
        return new DkimResult(
                code,
                DomainName.of(domain),
                "s",
                "@" + domain,
                "rsa-sha256",
                null,
                "",
                false,
                false);
    }
}
