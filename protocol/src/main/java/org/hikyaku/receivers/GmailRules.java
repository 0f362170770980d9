package org.hikyaku.receivers;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.name.DomainName;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.smtp.Reply;
import org.hikyaku.spf.SpfResult;
import org.jspecify.annotations.Nullable;

/**
 * Gmail's requirements for bulk senders (Email sender guidelines,
 * support.google.com/mail/answer/81126, as of 2026), in the order in which they are told.
 */
public final class GmailRules {

    private static final int LINE_CHARS = 72;

    private static final String GUIDELINES = "https://support.google.com/mail/answer/81126";

    private static final String INSTRUCTIONS =
            " For instructions on setting up authentication, go to "
                    + GUIDELINES
                    + "#authentication";

    /**
     * What was seen of a message.
     *
     * @param client the address of the connection, as text
     * @param reverseConfirmed whether its PTR leads back to it
     * @param tls whether the session was encrypted
     * @param spf the SPF result
     * @param dkimPassed whether a signature verified
     * @param dmarc the DMARC verdict
     * @param formProblem what is wrong with the header ({@link MessageForm#problem}), or null
     */
    public record Seen(
            String client,
            boolean reverseConfirmed,
            boolean tls,
            SpfResult spf,
            boolean dkimPassed,
            DmarcVerdict dmarc,
            @Nullable String formProblem) {}

    /** The requirements. */
    public enum Rule {
        PTR,
        TLS,
        FORM,
        AUTHENTICATED,
        SPF,
        DKIM,
        DMARC_RECORD,
        ALIGNMENT,
        DMARC_POLICY
    }

    /**
     * A requirement that is not met.
     *
     * @param reply as Gmail words it
     */
    public record Finding(Rule rule, Reply reply) {}

    private GmailRules() {}

    /**
     * All that is not met; empty for a message that Gmail would take. The first is the one that
     * Gmail answers with.
     */
    public static List<Finding> check(Seen seen, String token) {
        List<Finding> found = new ArrayList<>();
        for (Rule rule : Rule.values()) {
            if (!isMet(rule, seen)) {
                found.add(new Finding(rule, reply(rule, wording(rule, seen), token)));
            }
        }
        return found;
    }

    private static boolean isMet(Rule rule, Seen seen) {
        boolean spf = seen.spf().code() == SpfResult.Code.PASS;
        DmarcVerdict dmarc = seen.dmarc();
        return switch (rule) {
            case PTR -> seen.reverseConfirmed();
            case TLS -> seen.tls();
            case FORM -> seen.formProblem() == null;
            case AUTHENTICATED -> spf || seen.dkimPassed();
            case SPF -> spf;
            case DKIM -> seen.dkimPassed();
            case DMARC_RECORD -> dmarc.record() != null;
            case ALIGNMENT -> dmarc.spfAligned() || dmarc.dkimAligned();
            case DMARC_POLICY ->
                    dmarc.code() != DmarcVerdict.Code.FAIL
                            || dmarc.policy() == DmarcVerdict.Policy.NONE;
        };
    }

    private static String wording(Rule rule, Seen seen) {
        return switch (rule) {
            case PTR ->
                    "["
                            + seen.client()
                            + "] The IP address sending this message does not have a PTR record setup,"
                            + " or the corresponding forward DNS entry does not point to the sending"
                            + " IP. As a policy, Gmail does not accept messages from IPs with missing"
                            + " PTR records. For more information, go to "
                            + GUIDELINES
                            + "#ip-practices";
            case TLS ->
                    "Your email has been blocked because it was not sent over a TLS connection. Gmail"
                            + " requires all bulk email senders to use TLS/SSL for SMTP connections."
                            + " For more information, go to"
                            + " https://support.google.com/a/answer/3221692";
            case FORM ->
                    seen.formProblem()
                            + " Please visit"
                            + " https://support.google.com/mail/?p=RfcMessageNonCompliant and review"
                            + " RFC 5322 specifications for more information.";
            case AUTHENTICATED ->
                    "Your email has been blocked because the sender is unauthenticated. Gmail requires"
                            + " all senders to authenticate with either SPF or DKIM. Authentication"
                            + " results: DKIM = did not pass "
                            + spfResult(seen)
                            + INSTRUCTIONS;
            case SPF ->
                    "Your email has been blocked because SPF authentication didn't pass for this"
                            + " message. Gmail requires all bulk email senders to authenticate their"
                            + " email with SPF. Authentication results: "
                            + spfResult(seen)
                            + INSTRUCTIONS;
            case DKIM ->
                    "Your email has been blocked because DKIM authentication didn't pass for this"
                            + " message. Gmail requires all bulk email senders to authenticate their"
                            + " email with DKIM. Authentication results: DKIM = did not pass"
                            + INSTRUCTIONS;
            case DMARC_RECORD ->
                    "Your email has been blocked because the sending domain does not have a DMARC"
                            + " record, or the DMARC record does not specify a DMARC policy. Gmail"
                            + " requires all bulk email senders to add DMARC records to their domains."
                            + INSTRUCTIONS;
            case ALIGNMENT ->
                    "Your email has been blocked because the From: header (RFC5322) in this message"
                            + " isn't aligned with either the authenticated SPF or DKIM organizational"
                            + " domain."
                            + INSTRUCTIONS;
            case DMARC_POLICY -> refusedByPolicy(seen);
        };
    }

    private static String refusedByPolicy(Seen seen) {
        DomainName author = seen.dmarc().authorDomain();
        String domain = author == null ? "the sender" : author.toString();
        return "Unauthenticated email from "
                + domain
                + " is not accepted due to domain's DMARC policy. Please contact the administrator of "
                + domain
                + " domain if this was a legitimate mail. To learn about the DMARC initiative, go to"
                + " https://support.google.com/mail/?p=DmarcRejection";
    }

    private static String spfResult(Seen seen) {
        return "SPF [" + domain(seen) + "] with ip: [" + seen.client() + "] = did not pass";
    }

    private static String domain(Seen seen) {
        return seen.spf().domain() == null ? "-" : seen.spf().domain().toString();
    }

    /** The codes of support.google.com/a/answer/3726730. */
    private static EnhancedCode status(Rule rule) {
        return switch (rule) {
            case PTR -> EnhancedCode.of("5.7.25");
            case TLS -> EnhancedCode.of("5.7.29");
            case FORM -> EnhancedCode.of("5.7.1");
            case AUTHENTICATED, DMARC_POLICY -> EnhancedCode.of("5.7.26");
            case SPF -> EnhancedCode.of("5.7.27");
            case DKIM -> EnhancedCode.of("5.7.30");
            case DMARC_RECORD -> EnhancedCode.of("5.7.40");
            case ALIGNMENT -> EnhancedCode.of("5.7.32");
        };
    }

    /** Wrapped into lines, the last ending as Gmail's do. */
    private static Reply reply(Rule rule, String text, String token) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : (text + " " + token + " - gsmtp").split(" ")) {
            if (line.length() + word.length() > LINE_CHARS
                    && !line.isEmpty()
                    && !word.equals("-")
                    && !word.equals("gsmtp")) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return new Reply(550, status(rule), lines);
    }
}
