package org.hikyaku.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hikyaku.arc.ArcResult;
import org.hikyaku.authres.AuthenticationResults;
import org.hikyaku.authres.AuthenticationResults.Property;
import org.hikyaku.authres.AuthenticationResults.Result;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.spf.SpfResult;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/** A verdict in the words of RFC 8601. */
public final class AuthResultsText {

    /** Comments are for people: one line of them. */
    private static final int MAX_COMMENT = 120;

    private AuthResultsText() {}

    /** What {@code authservId} found. */
    public static AuthenticationResults of(String authservId, AuthVerdict verdict, ReverseDns reverse) {
        List<Result> results = new ArrayList<>();
        results.add(spf(verdict.spf()));
        if (verdict.dkim().isEmpty()) {
            results.add(Result.of("dkim", "none", "no signature"));
        }
        verdict.dkim().forEach(signature -> results.add(dkim(signature)));
        results.add(dmarc(verdict.dmarc()));
        if (verdict.arc().code() != ArcResult.Code.NONE) {
            results.add(Result.of("arc", verdict.arc().code().text(), comment(verdict.arc().reason())));
        }
        // RFC 8601 section 2.7.3
        results.add(Result.of("iprev", reverse.code().name().toLowerCase(Locale.ROOT), comment(reverse.reason())));
        return new AuthenticationResults(authservId, 1, results);
    }

    private static @Nullable String comment(String reason) {
        return reason.isEmpty() ? null : Printable.of(reason, MAX_COMMENT);
    }

    private static Result spf(SpfResult spf) {
        // RFC 8601 section 2.7.2
        boolean helo = spf.identity() == SpfResult.Identity.HELO;
        Property[] about = spf.domain() == null ? new Property[0] : new Property[] {new Property("smtp", helo ? "helo" : "mailfrom", spf.domain().ascii())};
        return Result.of("spf", spf.code().text(), comment(spf.reason()), about);
    }

    private static Result dkim(DkimResult signature) {
        // RFC 8601 section 2.7.1, RFC 6008 for header.b
        List<Property> about = new ArrayList<>();
        if (signature.domain() != null) {
            about.add(new Property("header", "d", signature.domain().ascii()));
        }
        add(about, "s", signature.selector());
        add(about, "a", signature.algorithm());
        String start = signature.signatureStart();
        add(about, "b", start == null ? null : start.substring(0, Math.min(8, start.length())));
        return Result.of("dkim", signature.code().text(), comment(signature.reason()), about.toArray(Property[]::new));
    }

    private static void add(List<Property> about, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            about.add(new Property("header", name, Printable.of(value, 200)));
        }
    }

    private static Result dmarc(DmarcVerdict dmarc) {
        // RFC 9989 section 10: header.from, and the policy that was asked for.
        List<Property> about = new ArrayList<>();
        if (dmarc.authorDomain() != null) {
            about.add(new Property("header", "from", dmarc.authorDomain().ascii()));
        }
        String policy = dmarc.record() == null ? dmarc.reason() : "p=" + dmarc.policy().text();
        return Result.of("dmarc", dmarc.code().text(), comment(policy), about.toArray(Property[]::new));
    }
}
