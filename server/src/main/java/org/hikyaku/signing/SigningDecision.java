package org.hikyaku.signing;

import java.util.List;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimSigner;

/** What to do with a message: sign it, check it, or let it be; and why. */
public sealed interface SigningDecision {

    /** The steps that led here, in order: data that {@code explain-signing} puts into words. */
    List<SigningReason> why();

    /**
     * Sign it, and do not check it.
     *
     * @param signatures from the top of the message downwards; at least one
     * @param removeOld whether signatures that are there already are taken off
     */
    record Sign(List<SignWith> signatures, boolean removeOld, List<SigningReason> why)
            implements SigningDecision {
        /** Copies the lists. */
        public Sign {
            signatures = List.copyOf(signatures);
            why = List.copyOf(why);
            if (signatures.isEmpty()) {
                throw new IllegalArgumentException("nothing to sign with");
            }
        }
    }

    /** Check it: it comes from outside. */
    record Verify(List<SigningReason> why) implements SigningDecision {
        /** Copies the list. */
        public Verify {
            why = List.copyOf(why);
        }
    }

    /** Neither: it passes as it is. */
    record Neither(List<SigningReason> why) implements SigningDecision {
        /** Copies the list. */
        public Neither {
            why = List.copyOf(why);
        }
    }

    /**
     * What makes one or several signatures.
     *
     * @param signer begin a run of it for the message
     * @param keys what it signs with: domain (d=), selector (s=) and algorithm of each signature
     * @param identity i=, or empty where it is left out
     * @param keyName under which name the rules know the key; empty where they have none
     */
    record SignWith(DkimSigner signer, List<DkimKeyPair> keys, String identity, String keyName) {
        /** Copies the list. */
        public SignWith {
            keys = List.copyOf(keys);
        }
    }
}
