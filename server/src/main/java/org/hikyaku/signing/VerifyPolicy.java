package org.hikyaku.signing;

import java.util.Locale;
import org.hikyaku.opendkim.OpendmarcSetup;
import org.hikyaku.opendkim.OptionFile;
import org.hikyaku.opendkim.PolicydSpfSetup;

/**
 * What to do with mail from outside after it has been checked, as the files of OpenDKIM, OpenDMARC
 * and policyd-spf have it.
 *
 * @param dkim by what DKIM says
 * @param dmarc by what DMARC says, and whom it does not ask
 * @param spf by what SPF says, and whom it does not ask
 * @param authservId for Authentication-Results; empty for the MTA's name
 */
public record VerifyPolicy(
        Dkim dkim, OpendmarcSetup dmarc, PolicydSpfSetup spf, String authservId) {

    /** What is done with a message. */
    public enum Action {
        ACCEPT,
        REJECT,
        TEMPFAIL,
        QUARANTINE,
        DISCARD;

        /** By its name or first letter, any case; {@code absent} where it is none. */
        static Action of(String text, Action absent) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "a", "accept" -> ACCEPT;
                case "r", "reject" -> REJECT;
                case "t", "tempfail" -> TEMPFAIL;
                case "q", "quarantine" -> QUARANTINE;
                case "d", "discard" -> DISCARD;
                default -> absent;
            };
        }
    }

    /**
     * By what DKIM says.
     *
     * @param badSignature a signature does not verify
     * @param noKey the key is not published
     * @param noSignature there is none
     * @param dnsError DNS does not answer
     */
    public record Dkim(Action badSignature, Action noKey, Action noSignature, Action dnsError) {
        /** Tells, and refuses nothing: RFC 6376 section 6.3. */
        public static final Dkim TELLS =
                new Dkim(Action.ACCEPT, Action.ACCEPT, Action.ACCEPT, Action.ACCEPT);

        /** As an opendkim.conf has it. */
        public static Dkim of(OptionFile options) {
            Action common = action(options, "On-Default", Action.ACCEPT);
            Action dns = options.has("On-Default") ? common : Action.TEMPFAIL;
            return new Dkim(
                    action(options, "On-BadSignature", common),
                    action(options, "On-KeyNotFound", common),
                    action(options, "On-NoSignature", common),
                    action(options, "On-DNSError", dns));
        }

        private static Action action(OptionFile options, String name, Action absent) {
            return Action.of(options.text(name, ""), absent);
        }
    }

    /**
     * As the files have it.
     *
     * @param opendkim the settings of an opendkim.conf
     */
    public static VerifyPolicy of(OptionFile opendkim, OpendmarcSetup dmarc, PolicydSpfSetup spf) {
        String own = opendkim.text("AuthservID", "");
        String id = dmarc.authservId().isEmpty() ? own : dmarc.authservId();
        return new VerifyPolicy(Dkim.of(opendkim), dmarc, spf, id);
    }
}
