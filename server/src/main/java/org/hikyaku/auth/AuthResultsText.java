package org.hikyaku.auth;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.arc.ArcResult;
import org.hikyaku.authres.AuthenticationResults;
import org.hikyaku.authres.AuthenticationResults.Property;
import org.hikyaku.authres.AuthenticationResults.Result;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.spf.SpfResult;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/** A verdict in the words of RFC 8601. */
public final class AuthResultsText {

    /** Comments are for people: one line of them. */
    private static final int MAX_COMMENT_CHARS = 120;

    /** No selector, agent or algorithm in use is longer. */
    private static final int MAX_VALUE_CHARS = 200;

    /** RFC 6008 section 4: the first 8 characters tell signatures apart. */
    private static final int SIGNATURE_CHARS = 8;

    /** A hostile message has many signatures; the field stays readable. */
    private static final int MAX_SIGNATURES = 12;

    private AuthResultsText() {}

    /** What {@code authservId} found about a message from outside. */
    public static AuthenticationResults of(
            String authservId, AuthVerdict verdict, ReverseDns reverse) {
        List<Result> results = new ArrayList<>();
        results.add(spf(verdict.spf()));
        if (isHeloOfItsOwn(verdict)) {
            results.add(spf(verdict.helo()));
        }
        if (verdict.dkim().isEmpty()) {
            results.add(Result.of("dkim", DkimResult.Code.NONE.text(), null));
        }
        verdict.dkim().stream()
                .limit(MAX_SIGNATURES)
                .map(AuthResultsText::dkim)
                .forEach(results::add);
        if (verdict.arc().code() != ArcResult.Code.NONE) {
            results.add(arc(verdict.arc()));
        }
        results.add(dmarc(verdict.dmarc()));
        results.add(reverse(reverse));
        return new AuthenticationResults(authservId, 1, results);
    }

    /** What {@code authservId} says about a message of somebody who has logged in. */
    public static AuthenticationResults ofLogin(String authservId, MailAddress login) {
        // RFC 8601 section 2.7.4
        Result auth =
                Result.of("auth", "pass", null, new Property("smtp", "auth", login.toString()));
        return new AuthenticationResults(authservId, 1, List.of(auth));
    }

    /** HELO is told beside MAIL FROM where its domain has something to say. */
    private static boolean isHeloOfItsOwn(AuthVerdict verdict) {
        return verdict.spf().identity() == SpfResult.Identity.MAIL_FROM
                && verdict.helo().identity() == SpfResult.Identity.HELO
                && verdict.helo().code() != SpfResult.Code.NONE;
    }

    private static @Nullable String comment(String reason) {
        return reason.isEmpty() ? null : Printable.of(reason, MAX_COMMENT_CHARS);
    }

    private static Result result(
            String method, String code, @Nullable String comment, List<Property> about) {
        return new Result(method, 1, code, null, about, comment);
    }

    /** RFC 8601 section 2.7.2: without the local part, which is nobody's business. */
    private static Result spf(SpfResult spf) {
        List<Property> about = new ArrayList<>(1);
        DomainName domain = spf.domain();
        if (domain != null) {
            String name =
                    switch (spf.identity()) {
                        case HELO -> "helo";
                        case MAIL_FROM -> "mailfrom";
                    };
            about.add(new Property("smtp", name, domain.ascii()));
        }
        return result("spf", spf.code().text(), comment(spf.reason()), about);
    }

    /** RFC 8601 section 2.7.1; header.a and header.s are registered beside d, i and b. */
    private static Result dkim(DkimResult signature) {
        List<Property> about = new ArrayList<>(5);
        DomainName domain = signature.domain();
        add(about, "d", domain == null ? null : domain.ascii());
        add(about, "s", signature.selector());
        add(about, "i", signature.agent());
        add(about, "a", signature.algorithm());
        String start = signature.signatureStart();
        add(
                about,
                "b",
                start == null
                        ? null
                        : start.substring(0, Math.min(SIGNATURE_CHARS, start.length())));
        return result("dkim", signature.code().text(), comment(signature.reason()), about);
    }

    private static void add(List<Property> about, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            about.add(new Property("header", name, Printable.of(value, MAX_VALUE_CHARS)));
        }
    }

    private static Result arc(ArcResult arc) {
        List<Property> about = new ArrayList<>(1);
        if (arc.code() == ArcResult.Code.PASS) {
            // RFC 8617 section 5.2 step 5: 0 where all message signatures verify
            int oldest = arc.oldestPass() == 1 ? 0 : arc.oldestPass();
            about.add(new Property("header", "oldest-pass", Integer.toString(oldest)));
        }
        return result("arc", arc.code().text(), comment(arc.reason()), about);
    }

    /** RFC 9989 section 5.4 asks for the field; the policy stands in the comment, as is usual. */
    private static Result dmarc(DmarcVerdict dmarc) {
        List<Property> about = new ArrayList<>(1);
        DomainName author = dmarc.authorDomain();
        add(about, "from", author == null ? null : author.ascii());
        String comment = dmarc.record() == null ? dmarc.reason() : "p=" + dmarc.policy().text();
        return result("dmarc", dmarc.code().text(), comment(comment), about);
    }

    /** RFC 8601 section 2.7.3. */
    private static Result reverse(ReverseDns reverse) {
        List<Property> about = new ArrayList<>(1);
        var client = reverse.client();
        if (client != null) {
            about.add(new Property("policy", "iprev", client.getHostAddress()));
        }
        return result("iprev", reverse.code().text(), comment(reverse.reason()), about);
    }
}
