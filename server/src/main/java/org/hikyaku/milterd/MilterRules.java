package org.hikyaku.milterd;

import java.util.Set;
import org.hikyaku.auth.MessageAuthenticator;
import org.hikyaku.inbound.Policy;
import org.hikyaku.signing.SigningRules;

/**
 * By what a milter works. One message is treated by one set of rules, whatever is changed
 * meanwhile.
 *
 * @param authservId the name that our results carry (RFC 8601 section 2.5); empty for the mail
 *     server's own
 * @param ownIds names under which nobody else's results may stand, {@code authservId} among them
 * @param signing what is signed, what is checked
 * @param authenticator the checks
 * @param policy what becomes of mail from outside
 */
public record MilterRules(
        String authservId,
        Set<String> ownIds,
        SigningRules signing,
        MessageAuthenticator authenticator,
        Policy policy,
        Options options) {

    /** Copies the set. */
    public MilterRules {
        ownIds = Set.copyOf(ownIds);
    }

    /**
     * What can be done one way or another.
     *
     * @param quarantine what the mail server does with a message that does not belong into an INBOX
     * @param unsignable what becomes of a message that ought to be signed and cannot be
     * @param adsp whether author domain signing practices are told (RFC 5617, Historic)
     */
    public record Options(Quarantine quarantine, Unsignable unsignable, boolean adsp) {

        /** What holds where nothing else is said. */
        public static final Options STANDARD =
                new Options(Quarantine.MARK, Unsignable.REJECT, true);
    }

    /** What the mail server does with a message that does not belong into an INBOX. */
    public enum Quarantine {
        /** Delivers it; our results tell whoever sorts it. */
        MARK,
        /** Keeps it in its queue until somebody looks at it. */
        HOLD
    }

    /** What becomes of a message of our own that cannot be signed, such as one with two authors. */
    public enum Unsignable {
        /** It goes out without a signature. */
        ACCEPT,
        /** It is refused for now. */
        TEMPFAIL,
        /** It is refused for good. */
        REJECT
    }
}
