package org.hikyaku.receivers;

import java.util.List;
import java.util.Set;

/**
 * Replies that are known: which codes they come with and which words tell them apart. The codes of
 * the receivers have moved more than once, so that a code alone never decides: at least one of the
 * words must be there too.
 *
 * <p>The first that fits counts: what is special stands before what is general. The texts for a
 * person lie under the constant's name in {@code Diagnoses.properties} and its Japanese sibling.
 */
enum KnownReply {
    MICROSOFT_LEVEL(codes("5.7.515"), "required authentication level"),
    GMAIL_IPV6(
            codes("4.7.0", "5.7.1"),
            "ipv6 sending guidelines",
            "ipv6autherror",
            "ipv6_authentication_error"),
    MICROSOFT_IPV6_AUTHENTICATION(
            codes("4.7.26", "5.7.26"), "over ipv6 must pass", "ipv6 must pass either spf"),
    MICROSOFT_NO_IPV6(codes("5.7.510"), "ipv6"),
    PTR(
            codes("4.7.0", "4.7.1", "4.7.23", "4.7.25", "5.7.1", "5.7.25"),
            "ptr record",
            "reverse dns",
            "rdns",
            "cannot find your reverse hostname",
            "cannot find your hostname"),
    GMAIL_TLS(
            codes("4.7.0", "4.7.29", "5.7.29"),
            "tls connection",
            "tls required",
            "over tls",
            "tls/ssl"),
    GMAIL_SPF_SUSPICIOUS(codes("4.7.24", "5.7.24"), "suspicious"),
    GMAIL_DKIM(codes("4.7.30", "5.7.30"), "dkim"),
    GMAIL_SPF(codes("4.7.27", "5.7.27"), "spf"),
    GMAIL_DMARC_RECORD(codes("4.7.31", "4.7.40", "5.7.40"), "dmarc"),
    GMAIL_ALIGNMENT(codes("4.7.32", "5.7.32"), "align"),
    GMAIL_SPF_HARD_FAIL(codes("5.7.26"), "hard fail policy"),
    GMAIL_DNS(codes("4.7.26"), "dns error", "dns fail", "temporary dns", "dns lookup"),
    DMARC_POLICY(
            codes("4.7.26", "5.7.1", "5.7.26", "5.7.509"),
            "dmarc policy",
            "dmarcrejection",
            "dmarc verification"),
    YAHOO_AUTHENTICATION(codes("4.7.9", "5.7.9"), "policy", "unauthenticated", "dmarc", "dkim"),
    UNAUTHENTICATED(
            codes("4.7.0", "4.7.26", "5.7.1", "5.7.26"),
            "unauthenticated",
            "authentication information",
            "authentication checks",
            "authenticate with"),
    MICROSOFT_SPF(codes("5.7.23"), "spf"),
    MICROSOFT_HELO(codes("5.7.506"), "helo"),
    GMAIL_RATE(
            codes("4.7.0", "4.7.28", "5.7.1", "5.7.28"),
            "unusual rate",
            "unsolicitedratelimiterror",
            "unsolicitediperror"),
    GMAIL_REPUTATION(codes("4.7.0", "5.7.1"), "low reputation"),
    GMAIL_CONTENT(
            codes("4.7.0", "5.7.1"),
            "likely unsolicited",
            "likely suspicious",
            "content or links",
            "unsolicitedmessageerror"),
    GMAIL_DIRECT(codes("5.7.1"), "not authorized to send email directly", "notauthorizederror"),
    GMAIL_FORM(
            codes("5.6.0", "5.7.1"),
            "rfc 5322",
            "rfcmessagenoncompliant",
            "from: header",
            "message-id header",
            "messageid header"),
    GMAIL_ATTACHMENT(codes("5.7.0"), "security issue", "blockedmessage", "potential security"),
    GMAIL_RECIPIENT_RULE(codes("4.7.0", "5.7.1"), "gcdp", "not in whitelist"),
    GMAIL_NO_USER(codes("5.1.1"), "tried to reach does not exist", "p=nosuchuser"),
    GMAIL_INACTIVE(codes("5.2.1"), "inactive", "p=disableduser"),
    MAILBOX_FULL(
            codes("4.2.2", "5.2.2"),
            "out of storage",
            "over quota",
            "overquota",
            "mailbox full",
            "mailbox is full"),
    RECEIVES_TOO_FAST(codes("4.2.1", "5.2.1", ""), "receiving mail too quickly", "at a rate that"),
    TOO_LARGE(codes("5.2.3", "5.3.4"), "size limit", "maxsizeerror", "exceeded", "too large"),
    LOOP(codes("5.4.6"), "hop", "loop"),
    MICROSOFT_RATE(codes(), "(rp-001)", "(rp-002)", "(rp-003)", "s775", "temporarily rate limited"),
    MICROSOFT_CONTENT(codes(), "(sc-001)", "(sc-002)", "(sc-004)", "(ou-002)"),
    MICROSOFT_DYNAMIC(codes(), "(dy-001)", "(dy-002)", "(sc-003)"),
    MICROSOFT_LISTED(
            codes(), "s3140", "s3150", "part of their network is on our block list", "(ou-001)"),
    MICROSOFT_BANNED(codes(), "banned sending ip", "banned sender"),
    MICROSOFT_RECIPIENT_LIST(codes("5.7.507", "5.7.513"), "denied", "blocked", "rejected"),
    MICROSOFT_OUR_TLS(
            codes(
                    "4.4.8", "5.4.8", "4.7.5", "5.7.5", "5.7.321", "5.7.322", "4.7.323", "5.7.323",
                    "4.7.324", "5.7.324", "4.7.325", "5.7.325"),
            "starttls",
            "certificate",
            "mta-sts",
            "tlsa",
            "dnssec",
            "dane"),
    MICROSOFT_NO_USER(
            codes("5.1.10", "5.1.351", "5.4.1", "5.5.0"),
            "recipient not found",
            "recipientnotfound",
            "recipient address rejected",
            "mailbox unavailable"),
    YAHOO_VOLUME(codes(), "[tss04]", "[tss05]", "[ts01]", "[ts02]", "unexpected volume"),
    YAHOO_STOP(codes(), "[ts03]", "[tss09]", "[tss11]"),
    YAHOO_LISTED(codes(), "[bl21]", "[bl23]"),
    YAHOO_CONTENT(codes(), "[ph01]"),
    YAHOO_SENDER_DOMAIN(codes(), "unresolvable rfc.5321", "unresolvable rfc.5322"),
    YAHOO_CONNECTION(codes(), "max messages per connection", "max message per connection"),
    YAHOO_NO_USER(codes(), "dd this user doesn't have a", "dd requested mail action aborted"),
    LISTED(
            codes(),
            "spamhaus",
            "blocked using",
            "block list",
            "blocklist",
            "blacklist",
            "barracudacentral",
            "spamcop"),
    GREYLISTED(codes("4.2.0", "4.5.1", "4.7.0", "4.7.1", "4.7.500", ""), "greylist", "graylist"),
    LATER(codes("4.3.0", "4.3.2", "4.4.5", "4.7.0"), "try again later", "too busy", "server busy");

    private final Set<String> codes;
    private final List<String> words;

    KnownReply(Set<String> codes, String... words) {
        this.codes = codes;
        this.words = List.of(words);
    }

    /** The enhanced codes that it has been seen with; none stands for any. */
    private static Set<String> codes(String... codes) {
        return Set.of(codes);
    }

    /**
     * Whether a reply is this one.
     *
     * @param code its enhanced code; empty where it has none
     * @param lower its text in lower case, on one line
     */
    boolean fits(String code, String lower) {
        return (codes.isEmpty() || codes.contains(code))
                && words.stream().anyMatch(lower::contains);
    }
}
